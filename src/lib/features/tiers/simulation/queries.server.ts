import { and, asc, count, desc, eq, sql, type SQL } from 'drizzle-orm';
import { authorize, can, mayAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { loadDraft } from '../drafts/load.server';
import { policyDrafts, simulationChanges, simulations } from '../tables.server';
import type { Effect } from './effects';
import type { Figures } from './figures';
import type { SimulationFilter } from './filter';

export const SIMULATION_PAGE = 25;

export type SimulationState = 'waiting' | 'done' | 'failed';

/** The newest simulation of a draft; null before the first. */
export async function findSimulation(ctx: Context, draftId: string) {
	authorize(ctx.actor, 'tiers.draft.read');
	const draft = await loadDraft(ctx.db, draftId);
	const [run] = await ctx.db
		.select({ run: simulations, requester: people.name })
		.from(simulations)
		.leftJoin(people, eq(people.id, simulations.requestedBy))
		.where(eq(simulations.draftId, draft.id))
		.orderBy(desc(simulations.requestedAt), desc(simulations.id))
		.limit(1);
	return run ? shown(run.run, run.requester, draft.sha256) : null;
}

function shown(run: typeof simulations.$inferSelect, requestedBy: string | null, current: string) {
	return {
		id: run.id,
		state: run.state as SimulationState,
		asOf: run.asOf,
		sha256: run.sha256,
		/** The draft has been written in since. */
		outdated: run.sha256 !== current,
		requestedBy,
		requestedAt: run.requestedAt.toISOString(),
		finishedAt: run.finishedAt?.toISOString() ?? null,
		figures: run.result as Figures | null
	};
}

export interface ChangedPerson {
	personId: string;
	name: string;
	employeeNo: string;
	unitName: LocalText;
	effect: Effect;
	tier: string;
	/** Keys of what moves them; without those about conduct and credit where the reader may not know. */
	moved: string[];
	hidden: number;
}

/**
 * The people whom a simulation moves and whom the reader may see on the board, one page of 25, with how many more
 * there are whom they may not see.
 */
export async function listChanges(ctx: Context, simulationId: string, filter: SimulationFilter) {
	authorize(ctx.actor, 'tiers.draft.read');
	const figures = await figuresOf(ctx, simulationId);
	const named = mayAnywhere(ctx.actor, 'tiers.board.read');
	const matching = and(
		eq(simulationChanges.simulationId, simulationId),
		...conditionsOf(ctx, filter, figures)
	);
	const visible = and(
		matching,
		whereMay(ctx.actor, 'tiers.board.read', { personId: people.id, unitPath: units.path })
	);
	const [all] = await counted(ctx, matching);
	const [seen] = await counted(ctx, visible);
	const rows = await rowsOf(ctx, visible, SIMULATION_PAGE, (filter.page - 1) * SIMULATION_PAGE);
	const total = seen?.n ?? 0;
	return {
		named,
		rows: rows.map((row) => redacted(row, figures)),
		total,
		unseen: (all?.n ?? 0) - total,
		page: filter.page,
		pageSize: SIMULATION_PAGE
	};
}

export type Changes = Awaited<ReturnType<typeof listChanges>>;

/** Every matching person whom the reader may see, in pages of a thousand: for the file. */
export async function* eachChange(
	ctx: Context,
	simulationId: string,
	filter: SimulationFilter
): AsyncGenerator<ChangedPerson[]> {
	const figures = await figuresOf(ctx, simulationId);
	const visible = and(
		eq(simulationChanges.simulationId, simulationId),
		...conditionsOf(ctx, filter, figures),
		whereMay(ctx.actor, 'tiers.board.read', { personId: people.id, unitPath: units.path })
	);
	const size = 1000;
	for (let first = 0; ; first += size) {
		const rows = await rowsOf(ctx, visible, size, first);
		if (rows.length) yield rows.map((row) => redacted(row, figures));
		if (rows.length < size) return;
	}
}

/** A finished simulation's figures with the draft it is of. */
export async function figuresOf(ctx: Context, simulationId: string): Promise<Figures & { draftId: string }> {
	if (!isId(simulationId)) throw notFound();
	const [row] = await ctx.db
		.select({ result: simulations.result, draftId: policyDrafts.id })
		.from(simulations)
		.innerJoin(policyDrafts, eq(policyDrafts.id, simulations.draftId))
		.where(eq(simulations.id, simulationId));
	if (!row?.result) throw notFound();
	return { ...(row.result as Figures), draftId: row.draftId };
}

function conditionsOf(ctx: Context, filter: SimulationFilter, figures: Figures): (SQL | undefined)[] {
	const asksConduct = figures.movers.some(({ key, sensitive }) => sensitive && key === filter.by);
	const unit = figures.units.find(({ id }) => id === filter.unit);
	return [
		filter.effect ? eq(simulationChanges.effect, filter.effect) : undefined,
		filter.tier ? eq(simulationChanges.tier, filter.tier) : undefined,
		filter.by ? sql`${simulationChanges.moved} ? ${filter.by}` : undefined,
		// To ask who is moved by conduct is to ask for their conduct.
		asksConduct
			? whereMay(ctx.actor, 'people.sensitive.read', { personId: people.id, unitPath: units.path })
			: undefined,
		unit ? sql`${units.path} like ${`${unit.path}%`}` : undefined
	];
}

const joined = (ctx: Context) =>
	ctx.db
		.select({
			personId: people.id,
			name: people.name,
			employeeNo: people.employeeNo,
			unitPath: units.path,
			zh: units.nameZh,
			en: units.nameEn,
			effect: simulationChanges.effect,
			tier: simulationChanges.tier,
			moved: simulationChanges.moved
		})
		.from(simulationChanges)
		.innerJoin(people, eq(people.id, simulationChanges.personId))
		.innerJoin(units, eq(units.id, people.unitId));

const counted = (ctx: Context, where: SQL | undefined) =>
	ctx.db
		.select({ n: count() })
		.from(simulationChanges)
		.innerJoin(people, eq(people.id, simulationChanges.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(where);

async function rowsOf(ctx: Context, where: SQL | undefined, limit: number, offset: number) {
	const rows = await joined(ctx)
		.where(where)
		.orderBy(asc(units.path), asc(people.employeeNo), asc(simulationChanges.effect))
		.limit(limit)
		.offset(offset);
	return rows.map(({ zh, en, unitPath, moved, ...row }) => ({
		...row,
		unitName: { 'zh-CN': zh, en },
		moved: moved as string[],
		mayKnow: can(ctx.actor, 'people.sensitive.read', { personId: row.personId, unitPath }).ok
	}));
}

function redacted(row: Awaited<ReturnType<typeof rowsOf>>[number], figures: Figures): ChangedPerson {
	const { mayKnow, moved, ...rest } = row;
	const secret = new Set(figures.movers.filter(({ sensitive }) => sensitive).map(({ key }) => key));
	const shown = mayKnow ? moved : moved.filter((key) => !secret.has(key));
	return { ...rest, moved: shown, hidden: moved.length - shown.length };
}
