import type { I18n } from '$lib/i18n/i18n';
import { isBranch, leavesOf, type Leaf, type NextStep, type Node } from '../engine/explanation';
import { isSatisfied, isSettled } from '../engine/outcome';
import { say, type Phrase } from '../engine/phrase';
import type { NextSitting } from '../queries/steps';

/** What a described or evaluated requirement has in common. */
interface Said {
	kind: string;
	says: Phrase;
	of?: readonly Said[];
}

/** A requirement in one sentence, nested ones joined by "and" and "or". */
export function sentenceOf(i18n: I18n, node: Said): string {
	if (!node.of?.length) return say(i18n, node.says);
	const parts = node.of.map((part) => sentenceOf(i18n, part));
	if (node.kind === 'atLeast')
		return say(i18n, node.says) + i18n.t('tiers.join.colon') + parts.join(i18n.t('tiers.join.list'));
	return parts.join(i18n.t(node.kind === 'all' ? 'tiers.join.all' : 'tiers.join.any'));
}

/** A sentence that stands by itself begins with a capital where the script has them. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The name of a requirement: its label, or what it says. What a count is of stands in lines below it. */
export const headingOf = (i18n: I18n, node: Said & { label: Node['label'] }): string => {
	if (node.label) return i18n.local(node.label);
	return capital(node.kind === 'atLeast' ? say(i18n, node.says) : sentenceOf(i18n, node));
};

/** What to do about a requirement: the first thing that is open on its best branch. */
export function nextOf(node: Node): NextStep | null {
	return missingOf(node).find(({ next }) => next)?.next ?? null;
}

const hinted = [
	'recordWithHr',
	'finishInduction',
	'renewCreditCheck',
	'shadow',
	'signPledge',
	'askForEndorsement',
	'improveAssessment',
	'waitForAssessment'
] as const;
const isHinted = (code: string): code is (typeof hinted)[number] =>
	(hinted as readonly string[]).includes(code);

/** The key of the words that say whom to ask or what to wait for; null when a page or the exam says it. */
export function hintOf(node: Node) {
	const code = nextOf(node)?.code;
	return code && isHinted(code) ? (`tiers.hint.${code}` as const) : null;
}

/** The leaves that are missing or unknown, of a choice only on the branches that ask least. */
export function missingOf(node: Node): Leaf[] {
	if (isSettled(node)) return [];
	if (!isBranch(node)) return [node];
	return node.best.flatMap((at) => node.of[at] ?? []).flatMap(missingOf);
}

/** What the person has of a part that is met, in a few words. */
export const foundOf = (i18n: I18n, node: Node): string => {
	const met = leavesOf([node]).filter(isSatisfied);
	return [...new Set(met.map(({ found }) => say(i18n, found)))].join(i18n.t('tiers.join.list'));
};

export interface Link {
	href: string;
	code:
		| 'countersign'
		| 'shadow'
		| 'register'
		| 'sitExam'
		| 'openExam'
		| 'exams'
		| 'takeModules'
		| 'takeModule'
		| 'signPledge';
}

/** The page where a next step is taken; null when it is not the person's to take on any page. */
export function linkOf(next: NextStep | null, sitting: NextSitting | null): Link | null {
	switch (next?.code) {
		case 'countersign':
		case 'shadow':
			return { href: '/mentoring', code: next.code };
		case 'takeModules':
			return { href: '/path/learning', code: 'takeModules' };
		case 'takeModule':
			return { href: `/training/${next.params['module']}`, code: 'takeModule' };
		case 'signPledge':
			return { href: `/pledges#${next.params['pledge']}`, code: 'signPledge' };
		case 'registerForExam':
			if (!sitting) return { href: '/exams', code: 'exams' };
			if (sitting.running) return { href: `/exams/${sitting.id}`, code: 'sitExam' };
			return {
				href: `/exams/${sitting.id}`,
				code: sitting.registered || !sitting.open ? 'openExam' : 'register'
			};
		default:
			return null;
	}
}

const urgency: Link['code'][] = [
	'countersign',
	'signPledge',
	'sitExam',
	'register',
	'takeModule',
	'takeModules',
	'openExam',
	'shadow',
	'exams'
];

/** Of several steps the one that a page offers first. */
export const firstLink = (links: (Link | null)[]): Link | null =>
	links
		.filter((link) => link !== null)
		.sort((a, b) => urgency.indexOf(a.code) - urgency.indexOf(b.code))[0] ?? null;
