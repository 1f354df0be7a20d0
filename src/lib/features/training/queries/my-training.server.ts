import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { completionFacts } from '../facts.server';
import { loadLearning, type Learning } from '../learning.server';
import { computeNextStep, computeProgress, pickGoOn, sumCredit, type LearningState } from '../rules';

/** A module in a list, as the person who asks stands to it. Plain data: instants as ISO strings. */
export interface ModuleListing {
	code: string;
	title: LocalText;
	summary: LocalText;
	creditMinutes: number;
	lessonCount: number;
	state: LearningState;
	/** Steps done and in all: the lessons and the check. */
	done: number;
	total: number;
	next: PlainStep;
	completedOn: IsoDate | null;
	/** A version after the one that was completed may be taken as well. */
	hasNewer: boolean;
}

/** What comes next, fit for a page. */
export type PlainStep =
	| { kind: 'start' | 'check' | 'done' }
	| { kind: 'lesson'; lesson: string; title: LocalText; minutes: number; isBegun: boolean }
	| { kind: 'wait'; until: string };

export function describeStep(learning: Learning, now: Date): PlainStep {
	const step = computeNextStep(learning.facts, now);
	if (step.kind === 'wait') return { kind: 'wait', until: step.until.toISOString() };
	if (step.kind !== 'lesson') return { kind: step.kind };
	const { slug, title, minutes } = learning.content.lessons.find((lesson) => lesson.slug === step.lesson)!;
	return { kind: 'lesson', lesson: slug, title, minutes, isBegun: learning.lessons.has(slug) };
}

function describe(learning: Learning, now: Date): ModuleListing {
	const { code, content, facts, completion, version, latest } = learning;
	const { title, summary, creditMinutes, lessons } = content;
	return {
		...{ code, title, summary, creditMinutes, lessonCount: lessons.length },
		...computeProgress(facts),
		next: describeStep(learning, now),
		completedOn: completion?.completedOn ?? null,
		hasNewer: completion !== null && version.id !== latest.id
	};
}

/** Every published module, in order, as the person who asks stands to it. */
export async function listModules(ctx: Context): Promise<ModuleListing[]> {
	authorize(ctx.actor, 'training.module.read');
	const personId = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	return (await loadLearning(ctx.db, personId)).map((learning) => describe(learning, ctx.now));
}

/** "My modules": what to go on with first, all modules, and credit in this calendar year and in all. */
export async function getMyTraining(ctx: Context) {
	authorize(ctx.actor, 'training.module.read');
	const personId = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const learning = await loadLearning(ctx.db, personId);
	const first = pickGoOn(learning.map((one) => ({ ...one, state: computeProgress(one.facts).state })));
	const today = dateIn(ctx.now);
	const own = personId
		? ((await completionFacts(ctx.db, [personId], { on: today })).get(personId) ?? [])
		: [];
	return {
		goOn: first?.code ?? null,
		modules: learning.map((one) => describe(one, ctx.now)),
		credit: sumCredit(own, today)
	};
}
