import { and, asc, desc, eq, ilike, isNull, or, sql } from 'drizzle-orm';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { people, units } from '../../people/tables.server';
import { pairings } from '../tables.server';
import { anywhere, PAGE_SIZE, requireStaff, type PairingFilter } from './staff.server';

export interface UnpairedRow {
	id: string;
	name: string;
	employeeNo: string;
	post: string;
	hiredOn: IsoDate;
	unitName: LocalText;
	/** Whether they had a mentor before, and until when the last pairing ran. */
	lastOn: IsoDate | null;
}

/** Trainees of the reader's units without a mentor today, the newest people first; `total` counts them all. */
export async function listUnpaired(
	ctx: Context,
	{ q, unitId, page }: Pick<PairingFilter, 'q' | 'unitId' | 'page'>,
	pageSize = PAGE_SIZE
): Promise<{ rows: UnpairedRow[]; total: number }> {
	requireStaff(ctx, 'mentoring.pairing.read');
	const today = dateIn(ctx.now);
	const isTrainee = sql`exists (select 1 from role_grants g where g.person_id = ${people.id} and g.role = 'trainee'
		and g.revoked_at is null and g.valid_from <= ${today} and (g.valid_to is null or g.valid_to >= ${today}))`;
	const rows = await ctx.db
		.select({
			...{ id: people.id, name: people.name, employeeNo: people.employeeNo, post: people.post },
			...{ hiredOn: people.hiredOn, zh: units.nameZh, en: units.nameEn },
			lastOn: sql<IsoDate | null>`(select max(p.ended_on)::text from pairings p where p.trainee_id = ${people.id})`,
			total: sql<number>`count(*) over ()::int`
		})
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(pairings, and(eq(pairings.traineeId, people.id), isNull(pairings.endedOn)))
		.where(
			and(
				eq(people.status, 'active'),
				isNull(pairings.id),
				isTrainee,
				whereMay(ctx.actor, 'mentoring.pairing.read', { unitPath: units.path }),
				unitId
					? sql`${units.path} like (select chosen.path || '%' from units chosen where chosen.id = ${unitId})`
					: undefined,
				q ? or(ilike(people.name, anywhere(q)), ilike(people.employeeNo, anywhere(q))) : undefined
			)
		)
		.orderBy(desc(people.hiredOn), asc(people.employeeNo))
		.limit(pageSize)
		.offset((page - 1) * pageSize);
	return {
		rows: rows.map(({ zh, en, total: _, ...row }) => ({ ...row, unitName: { 'zh-CN': zh, en } })),
		total: rows[0]?.total ?? 0
	};
}
