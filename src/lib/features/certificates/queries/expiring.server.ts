import { and, asc, eq, sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { whereMay } from '$lib/access/where.server';
import { headIdOf } from '$lib/features/people/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn, daysBetween, type IsoDate } from '$lib/shared/dates';
import { people, units } from '../../people/tables.server';
import { gradeRanks } from '../grades';
import { certificateRevocations, certificates } from '../tables.server';
import { isSuspended } from './columns.server';
import { statusIs } from './list-certificates.server';

export interface ExpiringCertificate {
	id: string;
	number: string;
	personId: string;
	name: string;
	/** Whoever leads the unit of the holder, if anybody does. */
	headId: string | null;
	unitName: LocalText;
	ladder: string;
	tier: string;
	grade: LocalText;
	validTo: IsoDate;
	daysLeft: number;
}

const later = alias(certificates, 'later');

/** A certificate's place among the grades of its ladder; null for one that no ladder lists. */
const rank = (of: { ladder: SQLWrapper; tier: SQLWrapper }) =>
	sql`(${JSON.stringify(gradeRanks)}::text::jsonb -> ${of.ladder} ->> ${of.tier})::int`;

/** A newer certificate of the same or a higher grade is in force: the older one may run out in peace. */
const succeeded = sql`exists (
	select 1 from ${certificates} later
	where ${later.personId} = ${certificates.personId} and ${later.ladder} = ${certificates.ladder}
		and (${later.tier} = ${certificates.tier} or ${rank(later)} > ${rank(certificates)})
		and ${later.validTo} > ${certificates.validTo}
		and not exists (
			select 1 from certificate_revocations r where r.certificate_id = ${later.id}
		)
		and not ${isSuspended(later.id)}
)`;

/** Certificates in their last 90 days without a successor, the soonest first. Asks no permission: the caller does. */
export async function runningOut(db: Database, today: IsoDate, scope?: SQL): Promise<ExpiringCertificate[]> {
	const rows = await db
		.select({
			id: certificates.id,
			number: certificates.number,
			personId: certificates.personId,
			name: people.name,
			headId: sql<string | null>`${headIdOf(sql`${people.id}`, sql`${units.path}`)}`,
			zh: units.nameZh,
			en: units.nameEn,
			ladder: certificates.ladder,
			tier: certificates.tier,
			grade: sql<LocalText>`${certificates.printed} -> 'grade'`,
			validTo: certificates.validTo
		})
		.from(certificates)
		.innerJoin(people, eq(people.id, certificates.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(and(statusIs('expiring', today), sql`not ${succeeded}`, eq(people.status, 'active'), scope))
		.orderBy(asc(certificates.validTo), asc(certificates.id));
	return rows.map(({ zh, en, ...row }) => ({
		...row,
		unitName: { 'zh-CN': zh, en },
		daysLeft: daysBetween(today, row.validTo)
	}));
}

/** The certificates running out that the reader may read: what HR's desk shows. */
export const certificatesExpiring = (ctx: Context): Promise<ExpiringCertificate[]> =>
	runningOut(
		ctx.db,
		dateIn(ctx.now),
		whereMay(ctx.actor, 'certificates.certificate.read', {
			personId: certificates.personId,
			unitPath: units.path
		})
	);
