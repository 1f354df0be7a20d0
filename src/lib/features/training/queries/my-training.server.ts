import { authorize } from '$lib/access/can';
import type { DeliveryMethod, KnowledgeArea } from '$lib/content/training-vocabulary';
import type { LocalText } from '$lib/i18n/locales';
import { creditFacts } from '$lib/features/credit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { earnedMinutes } from '../again';
import { loadLearning, type Learning } from '../learning.server';
import {
	computeNextStep,
	computeProgress,
	isBlocked,
	pickGoOn,
	sumCredit,
	type LearningState
} from '../rules';

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
	/** When it was last completed, whichever version; being taken again it is in progress as well. */
	completedOn: IsoDate | null;
	/** Credit minutes that completing it earns today. */
	earns: number;
	/** A version after the one that was completed may be taken as well. */
	hasNewer: boolean;
	/** Modules that must be completed before this one may be begun, and are not. */
	missing: ModuleName[];
	retired: boolean;
	area: KnowledgeArea;
	method: DeliveryMethod;
	tiers: string[];
}

export interface ModuleName {
	code: string;
	title: LocalText;
}

/** What comes next, fit for a page. */
export type PlainStep =
	| { kind: 'start' | 'requires' | 'retired' | 'check' | 'usedUp' | 'done' }
	| { kind: 'lesson'; lesson: string; title: LocalText; minutes: number; isBegun: boolean }
	| { kind: 'wait'; until: string };

export function describeStep(learning: Learning, now: Date): PlainStep {
	const step = computeNextStep(learning.facts, now);
	if (step.kind === 'wait') return { kind: 'wait', until: step.until.toISOString() };
	if (step.kind !== 'lesson') return { kind: step.kind };
	const { slug, title, minutes } = learning.content.lessons.find((lesson) => lesson.slug === step.lesson)!;
	return { kind: 'lesson', lesson: slug, title, minutes, isBegun: learning.lessons.has(slug) };
}

/** Modules as a person stands to them; `all` gives the titles of those that one of them requires. */
function describe(learning: Learning, now: Date, all: readonly Learning[]): ModuleListing {
	const { code, content, facts, completion, completions, version, latest } = learning;
	const { title, summary, creditMinutes, lessons } = content;
	const known = new Map(all.map((one) => [one.code, one.content.title]));
	return {
		...{ code, title, summary, creditMinutes, lessonCount: lessons.length },
		...computeProgress(facts),
		next: describeStep(learning, now),
		completedOn: completions.at(-1)?.completedOn ?? null,
		earns: earnedMinutes({ id: (completion ? latest : version).id, creditMinutes }, completions, dateIn(now)),
		hasNewer: completion !== null && version.id !== latest.id && !facts.retired && !facts.missing.length,
		missing: facts.started
			? []
			: facts.missing.map((one) => ({ code: one, title: known.get(one) ?? { 'zh-CN': one, en: one } })),
		retired: facts.retired,
		// Versions of before had neither; all of them were about customers and taught online.
		area: content.knowledgeArea ?? 'marketing',
		method: content.deliveryMethod ?? 'online',
		tiers: content.tiers ?? []
	};
}

/** Every module that concerns a person: what is retired only if they began it. */
async function loadOpen(db: Database, personId: string | null): Promise<Learning[]> {
	return (await loadLearning(db, personId)).filter(({ facts }) => facts.started || !facts.retired);
}

/** Every published module, in order, as the person who asks stands to it. */
export async function listModules(ctx: Context): Promise<ModuleListing[]> {
	authorize(ctx.actor, 'training.module.read');
	const personId = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const all = await loadOpen(ctx.db, personId);
	return all.map((learning) => describe(learning, ctx.now, all));
}

/** "My modules": what to go on with first, all modules, and credit in this calendar year and in all. */
export async function getMyTraining(ctx: Context) {
	authorize(ctx.actor, 'training.module.read');
	const personId = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const learning = await loadOpen(ctx.db, personId);
	const first = pickGoOn(
		learning.map((one) => ({
			...one,
			state: computeProgress(one.facts).state,
			blocked: isBlocked(computeNextStep(one.facts, ctx.now))
		}))
	);
	const today = dateIn(ctx.now);
	const own = personId ? ((await creditFacts(ctx.db, [personId], { on: today })).get(personId) ?? []) : [];
	return {
		goOn: first?.code ?? null,
		modules: learning.map((one) => describe(one, ctx.now, learning)),
		credit: sumCredit(own, today)
	};
}
