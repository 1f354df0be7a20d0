import type { Context } from '$lib/server/context';
import { loadCards } from '../cards.server';
import { requireLearner } from '../learner.server';
import { getLearning } from '../learning.server';
import { computeProgress } from '../rules';
import { describeStep } from './my-training.server';

/** A module's own page: what it is, its lessons with their state, the check and its tries. */
export async function getModule(ctx: Context, code: string) {
	const personId = requireLearner(ctx);
	const learning = await getLearning(ctx.db, personId, code);
	const { content, lessons, tries, completion, version, latest, facts } = learning;
	const { title, summary, outcomes, creditMinutes, passMark } = content;
	const cards = content.requires?.length ? await loadCards(ctx.db) : [];
	return {
		...{ code, title, summary, outcomes, creditMinutes, passMark },
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
		newerVersion:
			completion && latest.id !== version.id && !facts.retired && !facts.missing.length
				? latest.version
				: null
	};
}
