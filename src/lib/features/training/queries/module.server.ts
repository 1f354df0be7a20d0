import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { againPhase, earnedMinutes } from '../again';
import { loadCards } from '../cards.server';
import { requireLearner } from '../learner.server';
import { getLearning, type Learning } from '../learning.server';
import { findAgainReasons } from '../again-reasons.server';
import { computeProgress, mayBegin } from '../rules';
import { loadContents } from '../versions.server';
import { describeStep } from './my-training.server';

/** A module's own page: what it is, its lessons with their state, the check and its tries, and what taking it again renews. */
export async function getModule(ctx: Context, code: string) {
	const personId = requireLearner(ctx);
	const learning = await getLearning(ctx.db, personId, code);
	const { content, lessons, tries, completion, version, latest, facts } = learning;
	const { title, summary, outcomes, passMark } = content;
	const cards = content.requires?.length ? await loadCards(ctx.db) : [];
	return {
		...{ code, title, summary, outcomes, passMark },
		creditMinutes: content.creditMinutes,
		...(await describeCredit(ctx, learning)),
		version: version.version,
		...computeProgress(facts),
		next: describeStep(learning, ctx.now),
		lessons: content.lessons.map(({ slug, title, minutes }) => {
			const own = lessons.get(slug);
			const state = own?.finishedAt ? 'finished' : own ? 'opened' : 'unopened';
			return { slug, title, minutes, state, place: own?.finishedAt ? 1 : (own?.place ?? 0) } as const;
		}),
		questionCount: content.questions.length,
		waitMinutes: facts.check.waitMinutes,
		/** How many tries there are in all, null for any number; and those left. */
		triesInAll: facts.check.tries,
		requires: cards
			.filter((card) => content.requires?.includes(card.code) && !card.isRetired)
			.map((card) => ({ code: card.code, title: card.title, isMissing: facts.missing.includes(card.code) })),
		retired: facts.retired,
		tries: tries.map(({ id, at, score, passed }) => ({ id, at: at.toISOString(), score, passed })).reverse(),
		completedOn: completion?.completedOn ?? null,
		/** What was completed besides, the latest first. */
		former: learning.completions
			.filter(({ enrolmentId }) => !completion || enrolmentId !== learning.enrolment?.id)
			.map(({ version, completedOn, creditMinutes, score }) => ({
				...{ version, completedOn, creditMinutes, score }
			}))
			.reverse(),
		...(await describeAgain(ctx, personId, learning)),
		newerVersion:
			completion && latest.id !== version.id && !facts.retired && !facts.missing.length
				? latest.version
				: null
	};
}

/** What completing it earned, and what completing it today would earn, in minutes. */
async function describeCredit(ctx: Context, { completion, completions, latest, version }: Learning) {
	const next = completion ? latest : version;
	const { creditMinutes } = (await loadContents(ctx.db, [next.id])).get(next.id)!;
	return {
		earned: completion?.creditMinutes ?? null,
		earns: earnedMinutes({ id: next.id, creditMinutes }, completions, dateIn(ctx.now))
	};
}

/**
 * Why a completed module is taken again: the certificate that it renews, with where its renewal stands, and the assignment
 * that asks for it; null each where there is none.
 */
async function describeAgain(ctx: Context, personId: string, { code, completions, facts }: Learning) {
	if (!completions.length) return { again: null, asked: null };
	const { renewal, asked } = await findAgainReasons(ctx.db, { personId, code, today: dateIn(ctx.now) });
	return {
		again: renewal && { phase: againPhase(facts, renewal), ...renewal },
		asked: facts.completed && asked ? { ...asked, blocked: !mayBegin(facts).ok } : null
	};
}
