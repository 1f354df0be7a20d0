import type { Context } from '$lib/server/context';
import { requireLearner } from '../learner.server';
import { getLearning } from '../learning.server';
import { computeProgress, RETRY_MINUTES } from '../rules';
import { describeStep } from './my-training.server';

/** A module's own page: what it is, its lessons with their state, the check and its tries. */
export async function getModule(ctx: Context, code: string) {
	const learning = await getLearning(ctx.db, requireLearner(ctx), code);
	const { content, lessons, tries, completion, version, latest, facts } = learning;
	const { title, summary, outcomes, creditMinutes, passMark } = content;
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
		retryMinutes: RETRY_MINUTES,
		tries: tries.map(({ id, at, score, passed }) => ({ id, at: at.toISOString(), score, passed })).reverse(),
		completedOn: completion?.completedOn ?? null,
		newerVersion: completion && latest.id !== version.id ? latest.version : null
	};
}
