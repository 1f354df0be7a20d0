import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { emit } from '$lib/server/jobs/events';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { conflict, invalid } from '$lib/shared/errors';
import { checkLastDay } from '../rules';
import type { RecordDeparture } from '../schema';
import { hasOtherAdministrator, lockPerson, rolesOf } from '../subject.server';
import { people, roleGrants, sessions } from '../tables.server';

declare module '$lib/server/jobs/events' {
	interface Events {
		/** Somebody has left the organisation; `on` was their last day. */
		'people.person.leave': { personId: string; on: IsoDate };
	}
}

/**
 * Records that a person has left, on or after their last day: they are out at once, hold no role any more, and the
 * features above are told. Everything about them stays on file. Not oneself, and not the last administrator.
 */
export async function recordDeparture(ctx: Context, input: RecordDeparture): Promise<void> {
	const { actor } = ctx;
	const today = dateIn(ctx.now);
	await withTransaction(ctx, async (tx) => {
		const { row: person, subject } = await lockPerson(tx, input.personId);
		authorize(actor, 'people.person.suspend', subject);
		const impossible = checkLastDay(input.lastDay, person, today);
		if (impossible) throw invalid('app.form', { lastDay: impossible });
		const held = await rolesOf(tx, person.id, today);
		const administers = held.some(({ role }) => role === 'administrator');
		if (administers && !(await hasOtherAdministrator(tx, person.id, today))) {
			throw conflict('people.role.last_administrator');
		}
		const gone = await tx
			.update(people)
			.set({ status: 'left', version: sql`${people.version} + 1` })
			.where(and(eq(people.id, person.id), ne(people.status, 'left')))
			.returning({ id: people.id });
		if (!gone.length) throw conflict('people.person.left');
		await tx.delete(sessions).where(eq(sessions.personId, person.id));
		await tx
			.update(roleGrants)
			.set({ revokedAt: ctx.now, revokedBy: actor.kind === 'person' ? actor.personId : null })
			.where(
				inArray(
					roleGrants.id,
					held.map(({ id }) => id)
				)
			);
		await emit(tx, ctx, 'people.person.leave', { personId: person.id, on: input.lastDay });
		const roles = [...new Set(held.map(({ role }) => role))];
		await recordAudit(tx, ctx, {
			action: 'people.person.leave',
			subject: { type: 'person', id: person.id },
			personId: person.id,
			before: { status: person.status, roles },
			after: { status: 'left', lastDay: input.lastDay, reason: input.reason, roles: [] }
		});
	});
}
