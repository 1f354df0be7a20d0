import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict, invalid } from '$lib/shared/errors';
import { schemeFor } from './asked.server';
import type { Draft } from './draft';
import { ownTask } from './own-task.server';
import { earnedBy } from './scheme';
import type { SaveMark } from './schema';
import { markingTasks } from './tables.server';

/**
 * Keeps what a marker says about an answer. `done`: it has to be complete, and counts as marked from now on; otherwise what
 * was complete stays so as long as it is. What another window has saved since is never written over.
 */
export async function keepDraft(
	tx: Database,
	ctx: Context,
	{ taskId, revision, seconds, ...said }: SaveMark,
	done: boolean
) {
	const { task, answer } = await ownTask(tx, ctx, taskId, true);
	if (task.submittedAt) throw conflict('marking.task.submitted');
	// Whoever decides that their own words stand saves them upon what is there.
	if (task.revision !== revision) throw conflict('marking.task.stale', { revision: task.revision });
	const chosen = earnedBy(await schemeFor(tx, answer), said);
	// A draft may lack something; what it says has to be of this question.
	if (!chosen.ok && (done || chosen.code !== 'marking.mark.incomplete'))
		throw chosen.code === 'marking.mark.range'
			? invalid('app.form', { earned: chosen.code })
			: conflict(chosen.code);
	const stays = done || task.hundredths !== null;
	const hundredths = chosen.ok && stays ? chosen.hundredths : null;
	const draft: Draft = said;
	const [kept] = await tx
		.update(markingTasks)
		.set({
			draft,
			hundredths,
			revision: revision + 1,
			seconds: sql`least(${markingTasks.seconds} + ${seconds}, 86400)`
		})
		.where(
			and(
				eq(markingTasks.id, taskId),
				eq(markingTasks.revision, revision),
				isNull(markingTasks.submittedAt),
				isNull(markingTasks.withdrawnAt)
			)
		)
		.returning({ revision: markingTasks.revision });
	if (!kept) throw conflict('marking.task.stale');
	return { task, revision: kept.revision, hundredths };
}
