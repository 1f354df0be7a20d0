import { randomUUID } from 'node:crypto';
import { and, count, eq, inArray, isNull, max, sql } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { answersToRead, LATE_MS, type AnswerToRead } from '$lib/features/exams/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { attempts, registrations } from '../../exams/tables.server';
import { people } from '../../people/tables.server';
import { codeSource, inAnyOrder } from '../codes.server';
import { masked } from '../mask';
import { holdPlan } from '../plan.server';
import type { OfSitting } from '../schema';
import { markingAnswers, markingPlans } from '../tables.server';

/**
 * Gathers the answers of a sitting that people have to read: after the window, once everybody's paper is handed in and nothing
 * can come any more. Once. What in them tells who wrote them is blacked out. Authorised by `holdPlan`.
 */
export async function collectAnswers(ctx: Context, { sittingId }: OfSitting): Promise<{ answers: number }> {
	return withTransaction(ctx, async (tx) => {
		const { sitting, plan } = await holdPlan(tx, ctx, sittingId);
		if (plan.collectedAt) throw conflict('marking.collect.twice');
		if (ctx.now < sitting.closesAt) throw conflict('marking.collect.early');
		await demandHandedIn(tx, ctx, sittingId);
		const answers = await answersToRead(tx, sittingId);
		if (!answers.length) throw conflict('marking.collect.none');
		const tells = await tellsOf(tx, sittingId, answers);
		const code = codeSource();
		const rows = inAnyOrder(answers).map((one) => ({
			...{ id: randomUUID(), sittingId, attemptId: one.attemptId, position: one.position },
			...{ itemVersionId: one.itemVersionId, correctionId: one.correctionId, marks: one.marks },
			...{ text: masked(one.text, tells.get(one.personId) ?? []), code: code() }
		}));
		for (let from = 0; from < rows.length; from += AT_ONCE)
			await tx.insert(markingAnswers).values(rows.slice(from, from + AT_ONCE));
		await tx
			.update(markingPlans)
			.set({ collectedAt: ctx.now, revision: plan.revision + 1 })
			.where(eq(markingPlans.sittingId, sittingId));
		await recordAudit(tx, ctx, {
			action: 'marking.answers.collect',
			subject: { type: 'sitting', id: sittingId },
			after: { answers: rows.length }
		});
		return { answers: rows.length };
	});
}

const AT_ONCE = 500;

async function demandHandedIn(tx: Database, ctx: Context, sittingId: string): Promise<void> {
	const [open] = await tx
		.select({ n: count() })
		.from(attempts)
		.where(and(eq(attempts.sittingId, sittingId), isNull(attempts.handedInAt)));
	if (open?.n) throw conflict('marking.collect.open', { open: open.n });
	const [last] = await tx
		.select({ at: max(attempts.handedInAt) })
		.from(attempts)
		.where(eq(attempts.sittingId, sittingId));
	// What was made in time may still be on its way.
	if (last?.at && ctx.now.getTime() - last.at.getTime() <= LATE_MS) throw conflict('marking.collect.early');
}

/** What would tell who some candidates are: name, numbers, address, ticket. */
async function tellsOf(tx: Database, sittingId: string, answers: readonly AnswerToRead[]) {
	const ids = [...new Set(answers.map(({ personId }) => personId))];
	const rows = await tx
		.select({
			id: people.id,
			tells: sql<(string | null)[]>`jsonb_build_array(${people.name}, ${people.employeeNo}, ${people.email},
				${registrations.ticket})`
		})
		.from(people)
		.innerJoin(
			registrations,
			and(eq(registrations.personId, people.id), eq(registrations.sittingId, sittingId))
		)
		.where(inArray(people.id, ids));
	return new Map(rows.map(({ id, tells }) => [id, tells]));
}
