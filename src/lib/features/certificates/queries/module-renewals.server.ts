import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { ModuleRenewal } from '$lib/features/training/index.server';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { moduleLadderNames } from '../grades';
import { roundsOn } from '../rounds.server';
import { certificateRevocations, certificates } from '../tables.server';
import { latestCompletions } from './completions.server';

/**
 * What completing modules again renews for a person, by the module's code: their last certificate of each, with the
 * day on which one may be issued anew, just as issuing asks. Asks no permission: for training.
 */
export async function moduleRenewals(
	db: Database,
	personId: string,
	today: IsoDate
): Promise<Map<string, ModuleRenewal>> {
	const held = await lastOfEach(db, personId);
	if (!held.length) return new Map();
	const latest = await latestCompletions(db, personId);
	const roundOf = await roundsOn(db, today, latest);
	return new Map(
		latest.flatMap((ground) => {
			const { ladder, tier, certificateNumber, releasedAt } = ground;
			const last = held.find((one) => one.ladder === ladder && one.tier === tier);
			if (!last) return [];
			const { number, validTo, revoked } = last;
			const state = revoked ? 'revoked' : validTo < today ? 'over' : 'runs';
			const completedOn = certificateNumber || !releasedAt ? null : dateIn(releasedAt);
			return [[tier, { number, state, validTo, opens: roundOf(ground).opens, completedOn }] as const];
		})
	);
}

/** A person's newest certificate of each module; what was replaced has its successor. */
const lastOfEach = (db: Database, personId: string) =>
	db
		.selectDistinctOn([certificates.ladder, certificates.tier], {
			...{ ladder: certificates.ladder, tier: certificates.tier },
			...{ number: certificates.number, validTo: certificates.validTo },
			revoked: sql<boolean>`${certificateRevocations.certificateId} is not null`
		})
		.from(certificates)
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(
			and(
				eq(certificates.personId, personId),
				inArray(certificates.ladder, moduleLadderNames),
				sql`${certificateRevocations.category} is distinct from 'replaced'`
			)
		)
		.orderBy(certificates.ladder, certificates.tier, desc(certificates.issuedOn), desc(certificates.id));
