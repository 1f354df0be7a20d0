import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { can, mayAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { Context } from '$lib/server/context';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { policiesById } from '../policies-in-force.server';
import { tierOf } from '../policy/types';
import type { ReevaluationFilter } from '../reevaluation-schema';
import { decisions, reevaluations } from '../tables.server';
import { compareDecision } from './compare-decision.server';

export const REEVALUATIONS_PAGE = 25;

const settler = sql<string | null>`(select name from people s where s.id = ${reevaluations.settledBy})`;
const mayRead = (ctx: Context) =>
	whereMay(ctx.actor, 'tiers.decision.read', { personId: people.id, unitPath: units.path });

/** Decisions that would read otherwise with what is known now, those nobody has looked at first. */
export async function listReevaluations(ctx: Context, filter: ReevaluationFilter) {
	requireStaff(ctx);
	const settled = filter.state === 'settled';
	const where = and(
		mayRead(ctx),
		settled ? isNotNull(reevaluations.settledAt) : isNull(reevaluations.settledAt)
	);
	const rows = await ctx.db
		.select({
			id: reevaluations.id,
			decisionId: decisions.id,
			name: people.name,
			employeeNo: people.employeeNo,
			zh: units.nameZh,
			en: units.nameEn,
			kind: decisions.kind,
			tier: sql<string>`${decisions.explanation} ->> 'tier'`,
			policyVersionId: decisions.policyVersionId,
			asOf: decisions.asOf,
			held: reevaluations.held,
			holds: reevaluations.holds,
			foundAt: reevaluations.foundAt,
			settledAt: reevaluations.settledAt,
			settler,
			total: sql<number>`(count(*) over ())::int`
		})
		.from(reevaluations)
		.innerJoin(decisions, eq(decisions.id, reevaluations.decisionId))
		.innerJoin(people, eq(people.id, reevaluations.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(where)
		.orderBy(settled ? desc(reevaluations.settledAt) : asc(reevaluations.foundAt), asc(reevaluations.id))
		.limit(REEVALUATIONS_PAGE)
		.offset((filter.page - 1) * REEVALUATIONS_PAGE);
	const versions = await policiesById(
		ctx.db,
		rows.map(({ policyVersionId }) => policyVersionId)
	);
	return {
		pageSize: REEVALUATIONS_PAGE,
		total: rows[0]?.total ?? 0,
		rows: rows.map(({ zh, en, tier, policyVersionId, foundAt, settledAt, total: _, ...row }) => {
			const policy = versions.get(policyVersionId)?.policy;
			return {
				...row,
				unitName: { 'zh-CN': zh, en },
				tier: (policy && tierOf(policy, tier)?.name) ?? { 'zh-CN': tier, en: tier },
				foundAt: foundAt.toISOString(),
				settledAt: settledAt?.toISOString() ?? null
			};
		})
	};
}

/** How many wait for somebody to look at them, of those that the reader may settle. */
export async function countReevaluations(ctx: Context): Promise<number> {
	if (!mayAnywhere(ctx.actor, 'tiers.reevaluation.settle')) return 0;
	const may = whereMay(ctx.actor, 'tiers.reevaluation.settle', { unitPath: units.path });
	const [row] = await ctx.db
		.select({ open: sql<number>`count(*)::int` })
		.from(reevaluations)
		.innerJoin(people, eq(people.id, reevaluations.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(and(may, isNull(reevaluations.settledAt)));
	return row?.open ?? 0;
}

/** One of them, with both answers side by side. */
export async function getReevaluation(ctx: Context, id: string) {
	requireStaff(ctx);
	if (!isId(id)) throw notFound();
	const [row] = await ctx.db
		.select({ reevaluation: reevaluations, kind: decisions.kind, unitPath: units.path, settler })
		.from(reevaluations)
		.innerJoin(decisions, eq(decisions.id, reevaluations.decisionId))
		.innerJoin(people, eq(people.id, reevaluations.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(eq(reevaluations.id, id));
	if (!row) throw notFound();
	const { foundAt, settledAt, personId, decisionId, held, holds, note } = row.reevaluation;
	const compared = await compareDecision(ctx, decisionId);
	const subject = { personId, unitPath: row.unitPath, parties: { person: personId } };
	return {
		...{ id, decisionId, held, holds, note, kind: row.kind, settler: row.settler, compared },
		foundAt: foundAt.toISOString(),
		settledAt: settledAt?.toISOString() ?? null,
		maySettle: !settledAt && can(ctx.actor, 'tiers.reevaluation.settle', subject).ok
	};
}

/** Whom a decision is about may read it; the list is for staff. */
function requireStaff(ctx: Context): void {
	if (!mayAnywhere(ctx.actor, 'tiers.board.read')) throw forbidden();
}
