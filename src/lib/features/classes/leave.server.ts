import { and, eq, inArray } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { syncAgendas } from './agenda.server';
import { actorId, lastEnrolment, type LoadedClass } from './load.server';
import { decideWithdrawal, firstStart, isOpenState } from './rules';
import { classEnrolments } from './tables.server';
import { auditMoved, moveUp } from './waiting-list.server';

/** Ends a person's enrolment before the class begins; the next moves up. The caller holds the class and has authorised. */
export async function endEnrolment(
	tx: Database,
	ctx: Context,
	row: LoadedClass,
	personId: string
): Promise<void> {
	const last = await lastEnrolment(tx, row.id, personId);
	if (!last || !isOpenState(last.state)) throw notFound();
	const decision = decideWithdrawal({ state: row.state, start: firstStart(row.sessions), now: ctx.now });
	if (!decision.ok) throw conflict(decision.code);
	await tx
		.update(classEnrolments)
		.set({ state: 'withdrawn', decidedBy: actorId(ctx), decidedAt: ctx.now })
		.where(
			and(
				eq(classEnrolments.id, last.id),
				inArray(classEnrolments.state, ['requested', 'waiting', 'enrolled'])
			)
		);
	const up = await moveUp(tx, ctx, row);
	await syncAgendas(tx, ctx, row);
	await auditMoved(tx, ctx, row.id, up);
	await recordAudit(tx, ctx, {
		action: 'classes.class.withdraw',
		subject: { type: 'class', id: row.id },
		personId,
		before: { state: last.state },
		after: { state: 'withdrawn' }
	});
}
