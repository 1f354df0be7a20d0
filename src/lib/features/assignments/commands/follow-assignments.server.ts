import { isNull } from 'drizzle-orm';
import { systemActor } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { follow, type Followed } from '../follow.server';
import { loadAssignment } from '../load.server';
import { assignments } from '../tables.server';

/** Queue of the daily look at every audience, and its schedule in the organisation's zone. */
export const FOLLOW_ASSIGNMENTS = 'assignments_follow';
export const FOLLOW_ASSIGNMENTS_CRON = '40 0 * * *';

/**
 * Brings every open assignment up to its audience, each in a transaction of its own: of everybody, or of one person who
 * has changed. Running twice changes nothing.
 * No authorisation: the rules of an assignment decide, which an officer was allowed to write.
 */
export async function followAssignments(ctx: Context, personId?: string): Promise<Followed> {
	const open = await ctx.db
		.select({ id: assignments.id })
		.from(assignments)
		.where(isNull(assignments.endedAt));
	const all: Followed = { assigned: 0, ended: 0, exceptions: 0 };
	for (const { id } of open) {
		const done = await followOne({ ...ctx, actor: systemActor(FOLLOW_ASSIGNMENTS) }, id, personId);
		all.assigned += done.assigned;
		all.ended += done.ended;
		all.exceptions += done.exceptions;
	}
	return all;
}

function followOne(ctx: Context, id: string, personId: string | undefined): Promise<Followed> {
	return withTransaction(ctx, async (tx) => {
		const assignment = await loadAssignment(tx, id, { lock: true });
		const nothing = { assigned: 0, ended: 0, exceptions: 0 };
		if (assignment.endedAt) return nothing;
		const followed = await follow(tx, ctx, assignment, personId);
		if (followed.assigned + followed.ended + followed.exceptions === 0) return nothing;
		await recordAudit(tx, ctx, {
			action: 'assignments.assignment.follow',
			subject: { type: 'assignment', id },
			personId: personId ?? null,
			after: followed
		});
		return followed;
	});
}

/** When somebody has left: what was assigned to them ends. */
export const followPerson = async (ctx: Context, { personId }: { personId: string }): Promise<void> =>
	void (await followAssignments(ctx, personId));
