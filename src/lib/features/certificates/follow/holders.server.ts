import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { creditFacts } from '$lib/features/credit/index.server';
import { evidenceFacts, headIdOf } from '$lib/features/people/index.server';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { people, units } from '../../people/tables.server';
import { breachesOn, pausesOf, type KnownBreach } from '../conditions';
import { holdingsOn, rulesOf, type Row, type Rules } from '../holdings.server';
import { heldOf, type Held } from '../periods/period';
import { certificatePeriods, certificateRevocations, certificates } from '../tables.server';
import { askedSince } from './plan';

export type CertificateRow = typeof certificates.$inferSelect;

/** A certificate that stands, with what the rules of its period say of it today. */
export interface Followed {
	certificate: CertificateRow;
	name: string;
	/** Whoever leads the unit of the holder, if anybody does. */
	headId: string | null;
	rules: Rules;
	breaches: KnownBreach[];
	/** The last day that leave has moved it to, once the holder is back; null: none. */
	extendedTo: IsoDate | null;
}

/** People with a certificate that goes on depending on something. */
export async function holdersWithConditions(db: Database, personId: string | null): Promise<string[]> {
	const rows = await db
		.selectDistinct({ id: certificatePeriods.personId })
		.from(certificatePeriods)
		.where(
			and(
				personId ? eq(certificatePeriods.personId, personId) : undefined,
				isNull(certificatePeriods.revoked),
				sql`exists (
					select 1 from certificate_kind_versions v
					where v.kind = ${certificatePeriods.kind} and v.version = ${certificatePeriods.version} and (
						v.conditions ->> 'hours' is not null or v.conditions ->> 'conduct' <> 'none'
						or (v.conditions ->> 'employment')::boolean or (v.conditions ->> 'leavePauses')::boolean
					)
				)`
			)
		)
		.orderBy(asc(certificatePeriods.personId));
	return rows.map(({ id }) => id);
}

/** The certificates of some people that have not run out, each with its breaches. */
export async function followedOf(
	db: Database,
	today: IsoDate,
	personIds: readonly string[],
	kinds: Map<string, Rules[]>
): Promise<Followed[]> {
	const ids = [...personIds];
	const holdings = await holdingsOn(db, today, ids, kinds);
	const evidence = await evidenceFacts(db, ids, { on: today });
	const credits = await creditFacts(db, ids, { on: today });
	const standing = await db
		.select({
			certificate: certificates,
			...{ name: people.name, status: people.status, hiredOn: people.hiredOn },
			headId: sql<string | null>`${headIdOf(sql`${people.id}`, sql`${units.path}`)}`
		})
		.from(certificates)
		.innerJoin(people, eq(people.id, certificates.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(and(inArray(certificates.personId, ids), isNull(certificateRevocations.certificateId)));

	const followed: Followed[] = [];
	for (const rows of holdings.values()) {
		const held = heldOf(rows) as (Held & Row)[];
		for (const period of held) {
			const rules = rulesOf(kinds, period);
			const found = standing.find(({ certificate }) => certificate.groundId === period.groundId);
			const over = period.revoked !== null || (period.until !== null && period.until < today);
			if (!rules || !found || over) continue;
			const { certificate, name, headId, status, hiredOn } = found;
			const { personId, validTo } = certificate;
			const known = evidence.get(personId) ?? [];
			const facts = {
				...{ employed: status !== 'left', hiredOn, evidence: known },
				credits: (credits.get(personId) ?? []).map(({ earnedOn, minutes }) => ({ on: earnedOn, minutes }))
			};
			const since = askedSince(period, held, (one) => !!rulesOf(kinds, one as Held & Row)?.conditions.hours);
			const away = pausesOf(rules.conditions, known).some(
				({ from, to }) => from <= today && (to === null || to >= today)
			);
			const longer = !away && period.until !== null && period.until > validTo;
			followed.push({
				...{ certificate, name, headId, rules, extendedTo: longer ? period.until : null },
				breaches: breachesOn(today, rules.conditions, facts, since)
			});
		}
	}
	return followed;
}
