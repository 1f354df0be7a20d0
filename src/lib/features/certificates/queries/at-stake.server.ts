import { and, asc, desc, eq, sql, type SQL } from 'drizzle-orm';
import { authorizeAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import { currentResult } from '$lib/features/exams/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { attemptResults, attempts, sittings } from '../../exams/tables.server';
import { people, units } from '../../people/tables.server';
import type { PrintedCertificate } from '../printed';
import { certificateRevocations, certificates } from '../tables.server';
import { isUnfounded } from './columns.server';

/** A certificate whose exam is no longer passed. */
export interface AtStake {
	id: string;
	printed: PrintedCertificate;
	personId: string;
	employeeNo: string;
	unitPath: string;
	unitName: LocalText;
	sittingId: string;
	attemptId: string;
	exam: LocalText;
	/** The result that no longer passes. */
	version: number;
	tenths: number;
	passPercent: number;
	/** ISO time at which it was marked so. */
	since: string;
}

/** Certificates in force whose result no longer passes and of which nobody has decided yet. Asks no permission. */
export async function atStake(db: Database, today: IsoDate, where?: SQL): Promise<AtStake[]> {
	const rows = await db
		.select({
			...{ id: certificates.id, printed: certificates.printed, personId: certificates.personId },
			...{ employeeNo: people.employeeNo, unitPath: units.path, zh: units.nameZh, en: units.nameEn },
			...{
				sittingId: sittings.id,
				attemptId: attempts.id,
				examZh: sittings.titleZh,
				examEn: sittings.titleEn
			},
			...{ version: attemptResults.version, tenths: attemptResults.tenths, since: attemptResults.markedAt },
			passPercent: sittings.passPercent
		})
		.from(certificates)
		.innerJoin(attempts, eq(attempts.id, certificates.groundId))
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.innerJoin(attemptResults, currentResult)
		.innerJoin(people, eq(people.id, certificates.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(and(isUnfounded(today), where))
		.orderBy(desc(attemptResults.markedAt), asc(people.employeeNo));
	return rows.map(({ zh, en, examZh, examEn, printed, since, ...row }) => ({
		...row,
		printed: printed as PrintedCertificate,
		unitName: { 'zh-CN': zh, en },
		exam: { 'zh-CN': examZh, en: examEn },
		since: since.toISOString()
	}));
}

const mayRevoke = (ctx: Context) =>
	whereMay(ctx.actor, 'certificates.certificate.revoke', {
		personId: certificates.personId,
		unitPath: units.path
	});

/** Those that the reader may decide on, the latest first. */
export async function listAtStake(ctx: Context): Promise<AtStake[]> {
	authorizeAnywhere(ctx.actor, 'certificates.certificate.revoke');
	return atStake(ctx.db, dateIn(ctx.now), mayRevoke(ctx));
}

/** Those of one sitting, whoever may decide. */
export const atStakeIn = (db: Database, sittingId: string, today: IsoDate): Promise<AtStake[]> =>
	atStake(db, today, sql`${sittings.id} = ${sittingId}::uuid`);
