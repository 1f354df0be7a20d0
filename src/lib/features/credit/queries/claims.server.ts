import { and, asc, count, desc, eq, inArray, ne, sql } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { files } from '../../files/tables.server';
import { people, units } from '../../people/tables.server';
import { overlapping } from '../rules';
import type { ClaimFilter, ClaimState } from '../schema';
import { requireCreditStaff } from '../staff.server';
import { creditEntries, outsideTrainings } from '../tables.server';

export const CLAIMS_PAGE_SIZE = 25;
type Row = typeof outsideTrainings.$inferSelect;

const plain = ({
	id,
	title,
	provider,
	area,
	method,
	startedOn,
	endedOn,
	minutes,
	state,
	submittedAt
}: Row) => ({
	...{ id, title, provider, area, method, startedOn, endedOn, minutes, state },
	submittedAt: submittedAt.toISOString()
});
export type ListedClaim = ReturnType<typeof plain>;

/** One's own claims, the newest first. */
export async function listMyClaims(ctx: Context): Promise<ListedClaim[]> {
	if (ctx.actor.kind !== 'person') throw forbidden();
	authorize(ctx.actor, 'credit.entry.read', { personId: ctx.actor.personId });
	const rows = await ctx.db
		.select()
		.from(outsideTrainings)
		.where(eq(outsideTrainings.personId, ctx.actor.personId))
		.orderBy(desc(outsideTrainings.submittedAt));
	return rows.map(plain);
}

/** The claims of a state about people whose credit the reader may read, the oldest that waits first; and all counts. */
export async function listClaims(ctx: Context, filter: ClaimFilter) {
	requireCreditStaff(ctx);
	const pattern = `%${filter.q.trim().replace(/[\\%_]/g, '\\$&')}%`;
	const within = and(
		whereMay(ctx.actor, 'credit.entry.read', { personId: people.id, unitPath: units.path }),
		filter.q.trim()
			? sql`(${people.name} ilike ${pattern} or ${people.employeeNo} ilike ${pattern} or ${outsideTrainings.title} ilike ${pattern})`
			: undefined,
		filter.unit
			? sql`${units.path} like (select u.path || '%' from units u where u.id = ${filter.unit})`
			: undefined
	);
	const counted = await ctx.db
		.select({ state: outsideTrainings.state, n: count() })
		.from(outsideTrainings)
		.innerJoin(people, eq(people.id, outsideTrainings.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(within)
		.groupBy(outsideTrainings.state);
	const order = filter.state === 'submitted' ? asc : desc;
	const rows = await ctx.db
		.select({
			row: outsideTrainings,
			name: people.name,
			employeeNo: people.employeeNo,
			zh: units.nameZh,
			en: units.nameEn
		})
		.from(outsideTrainings)
		.innerJoin(people, eq(people.id, outsideTrainings.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(and(within, eq(outsideTrainings.state, filter.state)))
		.orderBy(order(outsideTrainings.submittedAt))
		.limit(CLAIMS_PAGE_SIZE)
		.offset((filter.page - 1) * CLAIMS_PAGE_SIZE);
	const counts = Object.fromEntries(counted.map(({ state, n }) => [state, n])) as Partial<
		Record<ClaimState, number>
	>;
	return {
		rows: rows.map(({ row, name, employeeNo, zh, en }) => ({
			...{ ...plain(row), personId: row.personId, name, employeeNo },
			unitName: { 'zh-CN': zh, en }
		})),
		counts,
		page: filter.page,
		pageSize: CLAIMS_PAGE_SIZE,
		total: counts[filter.state] ?? 0
	};
}

/** Who reads a claim with its evidence: the person, whoever accepts claims, and who may read the person's file. */
async function readableClaim(ctx: Context, claimId: string) {
	if (!isId(claimId)) throw notFound();
	const [row] = await ctx.db.select().from(outsideTrainings).where(eq(outsideTrainings.id, claimId));
	if (!row) throw notFound();
	const person = await getPersonSubject(ctx.db, row.personId);
	const subject = { personId: person.id, unitPath: person.unitPath };
	const isOwn = ctx.actor.kind === 'person' && ctx.actor.personId === person.id;
	const accepts = can(ctx.actor, 'credit.outside.accept', subject).ok;
	if (!isOwn && !accepts) authorize(ctx.actor, 'people.evidence.read', subject);
	return { row, person, isOwn };
}

/** A claim with its evidence, what was decided, and what else the person says of those days. */
export async function getClaim(ctx: Context, claimId: string) {
	const { row, person, isOwn } = await readableClaim(ctx, claimId);
	const evidence = row.evidence.length
		? await ctx.db
				.select({ id: files.id, name: files.name, size: files.size, mime: files.mime })
				.from(files)
				.where(inArray(files.id, row.evidence))
		: [];
	const [decider] = row.decidedBy
		? await ctx.db.select({ name: people.name }).from(people).where(eq(people.id, row.decidedBy))
		: [];
	const others = await ctx.db
		.select()
		.from(outsideTrainings)
		.where(
			and(
				eq(outsideTrainings.personId, person.id),
				ne(outsideTrainings.id, row.id),
				inArray(outsideTrainings.state, ['submitted', 'accepted'])
			)
		)
		.orderBy(asc(outsideTrainings.startedOn));
	const [entry] = await ctx.db
		.select({ minutes: creditEntries.minutes })
		.from(creditEntries)
		.where(and(eq(creditEntries.sourceType, 'outside'), eq(creditEntries.sourceId, row.id)));
	const parties = { person: person.id };
	const decide = can(ctx.actor, 'credit.outside.accept', {
		personId: person.id,
		unitPath: person.unitPath,
		parties
	});
	return {
		...{ ...plain(row), note: row.note, reason: row.reason, isOwn },
		person: { id: person.id, name: person.name, employeeNo: person.employeeNo, unitName: person.unitName },
		evidence: row.evidence.flatMap((id) => evidence.find((file) => file.id === id) ?? []),
		accepted: entry?.minutes ?? null,
		decidedBy: decider?.name ?? null,
		decidedAt: row.decidedAt?.toISOString() ?? null,
		overlaps: overlapping(row, others).map(plain),
		mayDecide: row.state === 'submitted' && decide.ok
	};
}

/** The id of a file that proves a claim, for the route that serves it. */
export async function claimEvidence(ctx: Context, claimId: string, fileId: string): Promise<string> {
	const { row } = await readableClaim(ctx, claimId);
	if (!row.evidence.includes(fileId)) throw notFound();
	return fileId;
}
