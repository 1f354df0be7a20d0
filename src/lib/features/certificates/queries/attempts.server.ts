import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import { mayAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { forbidden } from '$lib/shared/errors';
import { attemptResults, attempts, sittings } from '../../exams/tables.server';
import { people, units } from '../../people/tables.server';
import { gradeName } from '../grades';
import { certificates } from '../tables.server';

const columns = {
	attemptId: attempts.id,
	personId: attempts.personId,
	name: people.name,
	employeeNo: people.employeeNo,
	unitPath: units.path,
	unitZh: units.nameZh,
	unitEn: units.nameEn,
	sittingId: sittings.id,
	ladder: sittings.ladder,
	tier: sittings.tier,
	examZh: sittings.titleZh,
	examEn: sittings.titleEn,
	releasedAt: sittings.releasedAt,
	passed: sql<boolean>`coalesce(${attemptResults.passed}, false)`,
	certificateNumber: certificates.number
};

const withContext = (db: Database) =>
	db
		.select(columns)
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.innerJoin(people, eq(people.id, attempts.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(attemptResults, eq(attemptResults.attemptId, attempts.id))
		.leftJoin(certificates, eq(certificates.attemptId, attempts.id));

/** Attempts with everything that issuing decides on and prints, by name. Asks no permission: the caller does. */
export const attemptsForIssue = (db: Database, ids: readonly string[]) =>
	withContext(db)
		.where(inArray(attempts.id, [...ids]))
		.orderBy(asc(people.employeeNo));

export interface Awaiting {
	attemptId: string;
	personId: string;
	name: string;
	employeeNo: string;
	unitName: LocalText;
	sittingId: string;
	exam: LocalText;
	grade: LocalText;
	/** ISO time of the release. */
	releasedAt: string;
}

/** Who passed a released sitting and has no certificate for it yet, within what the reader may issue. */
export async function passedWithoutCertificate(ctx: Context): Promise<Awaiting[]> {
	if (!mayAnywhere(ctx.actor, 'certificates.certificate.issue')) throw forbidden();
	const rows = await withContext(ctx.db)
		.where(
			and(
				isNotNull(sittings.releasedAt),
				eq(attemptResults.passed, true),
				isNull(certificates.id),
				whereMay(ctx.actor, 'certificates.certificate.issue', {
					personId: attempts.personId,
					unitPath: units.path
				})
			)
		)
		.orderBy(desc(sittings.releasedAt), asc(sittings.id), asc(people.employeeNo));
	return rows.map((row) => ({
		attemptId: row.attemptId,
		personId: row.personId,
		name: row.name,
		employeeNo: row.employeeNo,
		unitName: { 'zh-CN': row.unitZh, en: row.unitEn },
		sittingId: row.sittingId,
		exam: { 'zh-CN': row.examZh, en: row.examEn },
		grade: gradeName(row.ladder, row.tier),
		releasedAt: row.releasedAt?.toISOString() ?? ''
	}));
}
