import { and, asc, eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { log } from '$lib/server/log';
import { units } from '../../people/tables.server';
import { loadDraft } from '../drafts/load.server';
import { readText } from '../drafts/reading';
import { appointmentsOn } from '../rules';
import { findPolicyInForce } from '../queries/policies.server';
import { simulationChanges, simulations } from '../tables.server';
import { Comparison } from './compare';
import { Tally, type Figures, type UnitName } from './figures';
import { eachOnLadder } from './people.server';

declare module '$lib/server/jobs/events' {
	interface Jobs {
		/** Puts the whole workforce under a draft and under the version in force. */
		'tiers.policy.simulate': { simulationId: string; yaml: string };
	}
}

type ChangeRow = typeof simulationChanges.$inferInsert;
const ROWS_AT_ONCE = 2000;

/**
 * Evaluates everybody on the ladder under the version in force and under the text that was simulated, which the job
 * carries so that a draft that is written in meanwhile changes nothing. Reads outside a transaction, in chunks; the
 * result is written at once. A second run of the same job finds it done and leaves it.
 */
export async function simulatePolicy(
	ctx: Context,
	data: { simulationId: string; yaml: string }
): Promise<void> {
	const [run] = await ctx.db.select().from(simulations).where(eq(simulations.id, data.simulationId));
	if (!run || run.state !== 'waiting') return;
	try {
		const { figures, changes } = await compareAll(ctx, run, data.yaml);
		await finish(ctx, run.id, 'done', figures, changes);
	} catch (error) {
		log.error({ err: error, simulation: run.id }, 'simulation failed');
		await finish(ctx, run.id, 'failed', null, []);
	}
}

async function compareAll(ctx: Context, run: typeof simulations.$inferSelect, yaml: string) {
	const { ladder } = await loadDraft(ctx.db, run.draftId);
	const { policy } = readText(yaml, ladder);
	if (!policy) throw new Error('the text that was simulated has problems');
	const inForce = await findPolicyInForce(ctx.db, ladder, run.asOf);
	const comparison = new Comparison(inForce?.policy ?? null, policy, run.asOf);
	const tally = new Tally();
	const changes: ChangeRow[] = [];
	const named = await unitNames(ctx.db);
	const idOf = new Map(named.map(({ path, id }) => [path, id]));
	for await (const chunk of eachOnLadder(ctx.db, ladder, run.asOf)) {
		for (const { personId, unitPath, facts } of chunk) {
			const tier = appointmentsOn(facts, ladder, run.asOf).at(-1)?.tier ?? null;
			const found = comparison.of(facts, tier);
			tally.add(
				found,
				pathsOf(unitPath).flatMap((path) => idOf.get(path) ?? [])
			);
			changes.push(...found.changes.map((change) => ({ simulationId: run.id, personId, ...change })));
		}
	}
	return { figures: tally.figures(inForce, policy, comparison.movers.values(), named), changes };
}

async function unitNames(db: Database): Promise<UnitName[]> {
	const rows = await db
		.select({ id: units.id, path: units.path, zh: units.nameZh, en: units.nameEn })
		.from(units)
		.orderBy(asc(units.path));
	return rows.map(({ id, path, zh, en }) => ({ id, path, name: { 'zh-CN': zh, en } }));
}

/** A unit's own path and those above it: `HQ/B01/` -> `HQ/B01/`, `HQ/`. */
function pathsOf(path: string): string[] {
	const steps = path.split('/').filter(Boolean);
	return steps.map((_, i) => `${steps.slice(0, steps.length - i).join('/')}/`);
}

async function finish(
	ctx: Context,
	id: string,
	state: 'done' | 'failed',
	result: Figures | null,
	changes: ChangeRow[]
): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const finished = await tx
			.update(simulations)
			.set({ state, result, finishedAt: ctx.now })
			.where(and(eq(simulations.id, id), eq(simulations.state, 'waiting')))
			.returning({ id: simulations.id });
		if (!finished.length) return;
		for (let i = 0; i < changes.length; i += ROWS_AT_ONCE) {
			await tx.insert(simulationChanges).values(changes.slice(i, i + ROWS_AT_ONCE));
		}
	});
}
