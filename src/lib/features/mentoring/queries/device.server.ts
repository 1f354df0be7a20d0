import { and, asc, eq, inArray, isNull, isNotNull, notExists, or, sql } from 'drizzle-orm';
import { can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import type { KeptForm } from '../offline';
import { sessionDays } from '../rules';
import { rulesOn } from '../rules-in-force.server';
import { standing } from '../standing.server';
import { pairingAgreements, pairings } from '../tables.server';
import { workSteps } from '../vocabulary';
import { mentor, trainee } from './rows.server';

/** What a person's device keeps, so that they can log without the network; `now` tells how its clock goes. */
export interface DeviceData {
	personId: string;
	now: Date;
	forms: KeptForm[];
}

/** The log forms of the pairings in which a person may log today, as either side; only their own. */
export async function getDevice(ctx: Context): Promise<DeviceData> {
	const { actor } = ctx;
	if (actor.kind !== 'person') throw forbidden();
	const me = actor.personId;
	const today = dateIn(ctx.now);
	const { logDays, latestDays } = await rulesOn(ctx.db, today);
	const agreed = or(
		isNotNull(pairings.agreedAt),
		notExists(
			ctx.db
				.select({ id: pairingAgreements.id })
				.from(pairingAgreements)
				.where(eq(pairingAgreements.pairingId, pairings.id))
		)
	);
	const rows = await ctx.db
		.select({ pairing: pairings, traineeName: trainee.name, mentorName: mentor.name })
		.from(pairings)
		.innerJoin(trainee, eq(trainee.id, pairings.traineeId))
		.innerJoin(mentor, eq(mentor.id, pairings.mentorId))
		.where(
			and(
				or(eq(pairings.mentorId, me), eq(pairings.traineeId, me)),
				agreed,
				// Ended pairings are looked at as far back as a session may lie.
				or(isNull(pairings.endedOn), sql`${pairings.endedOn} >= ${today}::date - ${latestDays}::int`)
			)
		)
		.orderBy(asc(pairings.startsOn), asc(pairings.id));
	const open = rows.filter(({ pairing: { mentorId, ...pairing } }) => {
		const subject = mentorId === me ? { mentorIds: [me] } : { personId: me };
		return can(actor, 'mentoring.entry.log', subject).ok && sessionDays(pairing, today, latestDays);
	});
	const seen = await stepsSeen(
		ctx,
		open.map(({ pairing }) => pairing.id)
	);
	return {
		personId: me,
		now: ctx.now,
		forms: open.map(({ pairing, traineeName, mentorName }): KeptForm => {
			const fresh = workSteps.filter((step) => !seen.get(pairing.id)?.has(step));
			const { startsOn, endsOn, endedOn } = pairing;
			const side = pairing.mentorId === me ? 'mentor' : 'trainee';
			return {
				personId: me,
				pairingId: pairing.id,
				name: side === 'mentor' ? traineeName : mentorName,
				side,
				dates: { startsOn, endsOn, endedOn },
				...{ logDays, latestDays },
				steps: [...fresh, ...workSteps.filter((step) => !fresh.includes(step))],
				// Before the first session all of them are new, which says nothing.
				uncovered: fresh.length < workSteps.length ? fresh.length : 0
			};
		})
	};
}

/** The work steps of each pairing's sessions that count or wait. */
async function stepsSeen(ctx: Context, ids: string[]): Promise<Map<string, Set<number>>> {
	const seen = new Map<string, Set<number>>();
	if (!ids.length) return seen;
	const rows = await rowsOf<{ pairingId: string; step: number }>(
		ctx.db,
		sql`select distinct e.pairing_id as "pairingId", step from shadowing_entries e, unnest(e.steps) step
			where ${inArray(sql`e.pairing_id`, ids)} and ${standing} <> 'out'`
	);
	for (const { pairingId, step } of rows) {
		seen.set(pairingId, (seen.get(pairingId) ?? new Set()).add(step));
	}
	return seen;
}
