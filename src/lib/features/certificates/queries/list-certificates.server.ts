import { and, asc, count, desc, eq, ilike, or, sql, type SQL } from 'drizzle-orm';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { addDays, dateIn, type IsoDate } from '$lib/shared/dates';
import { people, units } from '../../people/tables.server';
import { parseNumber } from '../number';
import { certificateStatuses, EXPIRING_DAYS, type CertificateStatus } from '../rules';
import type { CertificateFilter, CertificateSort } from '../schema';
import { certificateRevocations, certificates } from '../tables.server';
import { viewOf, type CertificateView } from '../view';
import { isSuspended, viewColumns } from './columns.server';
import { authorizeBeyondSelf } from './get-certificate.server';

export const CERTIFICATES_PAGE_SIZE = 25;

export interface ListedCertificate extends CertificateView {
	employeeNo: string;
	unitName: LocalText;
}

/** `statusOn` as SQL. */
export function statusIs(status: CertificateStatus, today: IsoDate): SQL {
	const { validTo } = certificates;
	const standing = sql`${certificateRevocations.certificateId} is null`;
	const soon = addDays(today, EXPIRING_DAYS);
	switch (status) {
		case 'revoked':
			return sql`${certificateRevocations.category} <> 'replaced'`;
		case 'replaced':
			return sql`${certificateRevocations.category} = 'replaced'`;
		case 'expired':
			return sql`${standing} and ${validTo} < ${today}`;
		case 'suspended':
			return sql`${standing} and ${validTo} >= ${today} and ${isSuspended()}`;
		case 'expiring':
			return sql`${standing} and ${validTo} between ${today} and ${soon} and not ${isSuspended()}`;
		case 'valid':
			return sql`${standing} and ${validTo} > ${soon} and not ${isSuspended()}`;
	}
}

const sortColumns: Record<CertificateSort, SQL> = {
	number: sql`${certificates.number}`,
	holder: sql`${certificates.printed}->>'holder'`,
	issuedOn: sql`${certificates.issuedOn}`,
	validTo: sql`${certificates.validTo}`
};

/** A certificate with its holder's name, number or employee number like a text. */
function matches(q: string): SQL | undefined {
	if (!q) return undefined;
	const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
	const number = parseNumber(q);
	return or(
		number ? eq(certificates.number, number) : ilike(certificates.number, like),
		ilike(people.employeeNo, like),
		ilike(people.name, like),
		sql`${certificates.printed}->>'holder' ilike ${like}`
	);
}

/** Issued certificates that the reader may read, filtered, sorted and paged; with the number of each status. */
export async function listCertificates(
	ctx: Context,
	filter: CertificateFilter,
	pageSize = CERTIFICATES_PAGE_SIZE
) {
	authorizeBeyondSelf(ctx);
	const today = dateIn(ctx.now);
	const where = and(
		whereMay(ctx.actor, 'certificates.certificate.read', {
			personId: certificates.personId,
			unitPath: units.path
		}),
		matches(filter.q),
		filter.kind
			? sql`exists (
				select 1 from certificate_kinds k
				where k.id = ${filter.kind} and k.ladder = ${certificates.ladder} and k.tier = ${certificates.tier}
			)`
			: undefined,
		filter.expires ? sql`to_char(${certificates.validTo}, 'YYYY-MM') = ${filter.expires}` : undefined,
		filter.unit
			? sql`${units.path} like (select wanted.path from ${units} wanted where wanted.id = ${filter.unit}) || '%'`
			: undefined
	);
	const counted = await ctx.db
		.select({
			total: count(),
			...Object.fromEntries(
				certificateStatuses.map((status) => [
					status,
					sql<number>`count(*) filter (where ${statusIs(status, today)})`.mapWith(Number)
				])
			)
		})
		.from(certificates)
		.innerJoin(people, eq(people.id, certificates.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(where);
	const counts = counted[0] as Record<CertificateStatus | 'total', number>;
	const order = filter.dir === 'asc' ? asc : desc;
	const rows = await ctx.db
		.select({ ...viewColumns, employeeNo: people.employeeNo, unitZh: units.nameZh, unitEn: units.nameEn })
		.from(certificates)
		.innerJoin(people, eq(people.id, certificates.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(and(where, filter.status ? statusIs(filter.status, today) : undefined))
		.orderBy(order(sortColumns[filter.sort]), order(certificates.id))
		.limit(pageSize)
		.offset((filter.page - 1) * pageSize);
	return {
		rows: rows.map(({ employeeNo, unitZh, unitEn, ...row }): ListedCertificate => ({
			...viewOf(row, today),
			employeeNo,
			unitName: { 'zh-CN': unitZh, en: unitEn }
		})),
		counts,
		total: filter.status ? counts[filter.status] : counts.total,
		page: filter.page,
		pageSize
	};
}
