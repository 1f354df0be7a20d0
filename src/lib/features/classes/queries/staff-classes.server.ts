import { and, asc, count, desc, eq, ilike, inArray, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorizeAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import { knowledgeAreas } from '$lib/content/training-vocabulary';
import type { Context } from '$lib/server/context';
import { people, units } from '../../people/tables.server';
import { classes } from '../tables.server';
import { classMethods } from '../vocabulary';
import { endsAt, startsAt, summaryColumns, summaryOf } from './summaries.server';

export const CLASSES_PAGE_SIZE = 25;

export const staffClassFilterSchema = z.object({
	q: z.string().trim().max(100).optional().catch(undefined),
	show: z
		.enum(['current', 'coming', 'to_close', 'draft', 'closed', 'cancelled', 'all'])
		.default('current')
		.catch('current'),
	area: z.enum(knowledgeAreas).optional().catch(undefined),
	method: z.enum(classMethods).optional().catch(undefined),
	sort: z.enum(['startsAt', 'title', 'enrolUntil']).default('startsAt').catch('startsAt'),
	dir: z.enum(['asc', 'desc']).default('asc').catch('asc'),
	page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1)
});
export type StaffClassFilter = z.output<typeof staffClassFilterSchema>;

/** The classes that an officer may manage, 25 to a page. */
export async function listStaffClasses(ctx: Context, filter: StaffClassFilter) {
	authorizeAnywhere(ctx.actor, 'classes.class.manage');
	const now = sql`${ctx.now.toISOString()}::timestamptz`;
	const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null;
	const shown = {
		current: inArray(classes.state, ['draft', 'open']),
		coming: and(eq(classes.state, 'open'), sql`${startsAt} > ${now}`),
		to_close: and(eq(classes.state, 'open'), sql`${endsAt} <= ${now}`),
		draft: eq(classes.state, 'draft'),
		closed: eq(classes.state, 'closed'),
		cancelled: eq(classes.state, 'cancelled'),
		all: undefined
	};
	const mine = whereMay(ctx.actor, 'classes.class.manage', { unitPath: units.path });
	const where = and(
		mine,
		shown[filter.show],
		filter.area && eq(classes.area, filter.area),
		filter.method && eq(classes.method, filter.method),
		like
			? or(
					ilike(sql`${classes.title}->>'zh-CN'`, like),
					ilike(sql`${classes.title}->>'en'`, like),
					ilike(people.name, like)
				)
			: undefined
	);
	const order = filter.dir === 'asc' ? asc : desc;
	const title = sql`${classes.title}->>${ctx.locale}`;
	const by = { startsAt, title, enrolUntil: sql`${classes.enrolUntil}` }[filter.sort];
	const counted = async (which: typeof where) => {
		const [row] = await ctx.db
			.select({ n: count() })
			.from(classes)
			.innerJoin(units, eq(units.id, classes.unitId))
			.innerJoin(people, eq(people.id, classes.teacherId))
			.where(which);
		return row?.n ?? 0;
	};
	const rows = await ctx.db
		.select({ ...summaryColumns, teacher: people.name, zh: units.nameZh, en: units.nameEn })
		.from(classes)
		.innerJoin(units, eq(units.id, classes.unitId))
		.innerJoin(people, eq(people.id, classes.teacherId))
		.where(where)
		.orderBy(order(by), classes.id)
		.limit(CLASSES_PAGE_SIZE)
		.offset((filter.page - 1) * CLASSES_PAGE_SIZE);
	return {
		rows: rows.map(({ teacher, zh, en, ...row }) => ({
			...summaryOf(row, ctx.now),
			teacher,
			unit: { 'zh-CN': zh, en },
			/** Fewer than the class wants, and it is to begin. */
			thin:
				row.row.state === 'open' && row.enrolled < row.row.minimum && new Date(row.startsAt ?? 0) > ctx.now
		})),
		total: await counted(where),
		toClose: await counted(and(mine, shown.to_close)),
		page: filter.page,
		pageSize: CLASSES_PAGE_SIZE
	};
}
