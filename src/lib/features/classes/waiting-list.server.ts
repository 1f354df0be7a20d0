import { and, asc, eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { clashesOf } from './agenda.server';
import { countEnrolled, type LoadedClass } from './load.server';
import { firstStart } from './rules';
import { classEnrolments } from './tables.server';

/** Who moved up: to be audited after everything else is written. */
export type Moved = { enrolmentId: string; personId: string }[];

/**
 * Gives free places to those who wait, in the order in which they asked, until the class begins. Whom it clashes with
 * something else by now keeps waiting and is told. The caller holds the class, puts it into the agendas after this,
 * and records who moved (`auditMoved`).
 */
export async function moveUp(tx: Database, ctx: Context, row: LoadedClass): Promise<Moved> {
	const start = firstStart(row.sessions);
	if (row.state !== 'open' || (start && ctx.now >= start)) return [];
	let free = row.capacity - (await countEnrolled(tx, row.id));
	if (free <= 0) return [];
	const waiting = await tx
		.select()
		.from(classEnrolments)
		.where(and(eq(classEnrolments.classId, row.id), eq(classEnrolments.state, 'waiting')))
		.orderBy(asc(classEnrolments.requestedAt), classEnrolments.id);
	const own = row.sessions.map(({ id }) => id);
	const moved: Moved = [];
	for (const { id, personId } of waiting) {
		if (free <= 0) break;
		const clashes = await clashesOf(tx, [personId], row.sessions, own);
		const notice = { personId, href: `/classes/${row.id}` };
		if (clashes.length) {
			await notify(tx, ctx, {
				...notice,
				kind: 'classes.skipped',
				params: { title: row.title, clash: clashes[0]!.title, at: clashes[0]!.startsAt.toISOString() },
				cause: `classes.skipped:${id}:${clashes[0]!.startsAt.toISOString()}`
			});
			continue;
		}
		await tx
			.update(classEnrolments)
			.set({ state: 'enrolled', enrolledAt: ctx.now })
			.where(and(eq(classEnrolments.id, id), eq(classEnrolments.state, 'waiting')));
		await notify(tx, ctx, {
			...notice,
			kind: 'classes.moved_up',
			params: { title: row.title, startsAt: start?.toISOString() ?? '' },
			cause: `classes.moved_up:${id}`
		});
		moved.push({ enrolmentId: id, personId });
		free--;
	}
	return moved;
}

/** Records who moved up, last in the transaction. */
export async function auditMoved(tx: Database, ctx: Context, classId: string, moved: Moved): Promise<void> {
	for (const { enrolmentId, personId } of moved) {
		await recordAudit(tx, ctx, {
			action: 'classes.class.move_up',
			subject: { type: 'class', id: classId },
			personId,
			before: { enrolmentId, state: 'waiting' },
			after: { state: 'enrolled' }
		});
	}
}
