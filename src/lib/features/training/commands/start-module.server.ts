import { and, eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { newId } from '$lib/shared/ids';
import { firstLesson, requireBeginnable } from '../begin.server';
import { requireLearner } from '../learner.server';
import { getLearning } from '../learning.server';
import type { StartModule } from '../schema';
import { enrolments } from '../tables.server';

/**
 * Begins the latest version of a module for the person who asks. Whoever has an open one goes on with it, so that a
 * second click changes nothing; whoever completed an older version may begin the newer. Refused for a retired module,
 * and before the modules that it requires, which the refusal names.
 */
export async function startModule(
	ctx: Context,
	input: StartModule
): Promise<{ enrolmentId: string; lesson: string | null }> {
	const personId = requireLearner(ctx);
	return withTransaction(ctx, async (tx) => {
		const learning = await getLearning(tx, personId, input.module);
		const { enrolment, facts, latest, version } = learning;
		const isOver = facts.completed && latest.id !== version.id;
		if (enrolment && !isOver) {
			return {
				enrolmentId: enrolment.id,
				lesson: facts.lessons.find((slug) => !facts.finished.has(slug)) ?? null
			};
		}
		await requireBeginnable(tx, ctx, learning);
		const [made] = await tx
			.insert(enrolments)
			.values({ id: newId(ctx.now), personId, moduleVersionId: latest.id, startedAt: ctx.now })
			.onConflictDoNothing({ target: [enrolments.personId, enrolments.moduleVersionId, enrolments.nth] })
			.returning({ id: enrolments.id });
		const lesson = await firstLesson(tx, latest.id);
		if (!made) {
			// The other of two clicks was first.
			const [row] = await tx
				.select({ id: enrolments.id })
				.from(enrolments)
				.where(and(eq(enrolments.personId, personId), eq(enrolments.moduleVersionId, latest.id)));
			return { enrolmentId: row!.id, lesson };
		}
		await recordAudit(tx, ctx, {
			action: 'training.module.start',
			subject: { type: 'enrolment', id: made.id },
			personId,
			after: { module: input.module, version: latest.version }
		});
		return { enrolmentId: made.id, lesson };
	});
}
