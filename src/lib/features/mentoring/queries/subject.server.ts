import { eq } from 'drizzle-orm';
import type { Subject } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { units } from '../../people/tables.server';
import { pairings } from '../tables.server';
import { mentor, trainee } from './rows.server';

/** A pairing, its people's names, and whom it concerns, for asking about permissions. Throws not_found. */
export async function subjectOf(ctx: Context, pairingId: string) {
	const [row] = isId(pairingId)
		? await ctx.db
				.select({ pairing: pairings, mentor: mentor.name, trainee: trainee.name, unitPath: units.path })
				.from(pairings)
				.innerJoin(mentor, eq(mentor.id, pairings.mentorId))
				.innerJoin(trainee, eq(trainee.id, pairings.traineeId))
				.innerJoin(units, eq(units.id, trainee.unitId))
				.where(eq(pairings.id, pairingId))
		: [];
	if (!row) throw notFound();
	const { pairing, unitPath } = row;
	const subject: Subject = { personId: pairing.traineeId, unitPath, mentorIds: [pairing.mentorId] };
	return { subject, pairing, names: { mentor: row.mentor, trainee: row.trainee } };
}
