import { and, eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { requireLearner } from '../learner.server';
import { getLearning } from '../learning.server';
import { listTitles } from '../cards.server';
import { mayBegin } from '../rules';
import type { StartModule } from '../schema';
import { enrolments } from '../tables.server';
import { loadContents } from '../versions.server';

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
		const { enrolment, facts, latest, version } = await getLearning(tx, personId, input.module);
		const isOver = facts.completed && latest.id !== version.id;
		if (enrolment && !isOver) {
			return {
				enrolmentId: enrolment.id,
				lesson: facts.lessons.find((slug) => !facts.finished.has(slug)) ?? null
			};
		}
		const verdict = mayBegin(facts);
		if (!verdict.ok) {
			const titles = await listTitles(tx, facts.missing, ctx.locale);
			throw conflict(verdict.code, { modules: titles.join(ctx.locale === 'en' ? ', ' : '、') });
		}
		const [made] = await tx
			.insert(enrolments)
			.values({ id: newId(ctx.now), personId, moduleVersionId: latest.id, startedAt: ctx.now })
			.onConflictDoNothing({ target: [enrolments.personId, enrolments.moduleVersionId] })
			.returning({ id: enrolments.id });
		const lesson = (await loadContents(tx, [latest.id])).get(latest.id)?.lessons[0]?.slug ?? null;
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
