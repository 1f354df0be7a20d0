import { locales, type Locale } from '$lib/i18n/locales';
import { canonicalJson } from '$lib/shared/json';
import { canonicalQuestion } from '../imports/canonical';
import type { Question, Words } from '../question';

/** Parts of a question that a version may change; words under `staffBank.item.part.<part>`. */
export const parts = [
	'type',
	'stem',
	'choices',
	'key',
	'policy',
	'explanation',
	'rubric',
	'pictures',
	'case'
] as const;
export type Part = (typeof parts)[number];
/** What differs, and in which language where it is words. */
export interface Difference {
	part: Part;
	locale?: Locale;
}
export interface VersionText {
	question: Question;
	pictures: Record<string, string>;
	caseVersionId: string | null;
}

const same = (a: unknown, b: unknown) => canonicalJson(a ?? null) === canonicalJson(b ?? null);

/** What a version changed of the one before it. */
export function differencesOf(before: VersionText, after: VersionText): Difference[] {
	// By the places of their parts: a file has other ids for what is the same.
	const [a, b] = [canonicalQuestion(before.question), canonicalQuestion(after.question)];
	const inWords = (part: Part, x: Words | undefined, y: Words | undefined): Difference[] =>
		locales
			.filter((locale) => (x?.[locale] ?? '') !== (y?.[locale] ?? ''))
			.map((locale) => ({ part, locale }));
	const whole = (part: Part, x: unknown, y: unknown): Difference[] => (same(x, y) ? [] : [{ part }]);
	return [
		...whole('type', a.type, b.type),
		...inWords('stem', a.stem, b.stem),
		...(a.type === b.type
			? [
					...whole('choices', choicesOf(a), choicesOf(b)),
					...whole('key', keyOf(a), keyOf(b)),
					...whole('policy', 'policy' in a && a.policy, 'policy' in b && b.policy),
					...(a.type === 'essay' && b.type === 'essay'
						? whole('rubric', [a.rubric, a.model, a.longest], [b.rubric, b.model, b.longest])
						: [])
				]
			: []),
		...inWords('explanation', a.explanation, b.explanation),
		...whole('pictures', before.pictures, after.pictures),
		...whole('case', before.caseVersionId, after.caseVersionId)
	];
}

/** What a candidate chooses from. */
function choicesOf(question: Question): unknown {
	switch (question.type) {
		case 'single':
		case 'multiple':
			return question.options.map(({ text, feedback }) => [text, feedback]);
		case 'matching':
			return [question.pairs, question.others];
		case 'ordering':
			return question.items;
		default:
			return null;
	}
}

/** What is right. */
function keyOf(question: Question): unknown {
	switch (question.type) {
		case 'single':
		case 'multiple':
			return [question.correct, question.options.map(({ share }) => share)];
		case 'trueFalse':
			return [question.correct, question.feedback];
		case 'numeric':
			return [question.accepted, question.unit];
		case 'fillIn':
			return [question.gaps, question.matching];
		case 'shortAnswer':
			return [question.accepted, question.matching];
		default:
			return null;
	}
}
