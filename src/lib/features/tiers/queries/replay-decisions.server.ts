import { and, asc, eq, gt, inArray, isNotNull } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { replay, type Replayed, type Sealed } from '../engine/replay.server';
import { policiesById } from '../policies-in-force.server';
import { decisions, decisionSteps } from '../tables.server';

/** Decisions read at once: each holds some tens of kilobytes. */
const PAGE = 200;

/** Something sealed that does not come out as it was stored. */
export interface Differing {
	decisionId: string;
	/** Position of the step in the case; null: the proposal itself. */
	step: number | null;
	/** What was changed, or that the same input gives another answer. */
	why: 'facts' | 'explanation' | 'answer' | 'policy';
}

export interface ReplayedAll {
	decisions: number;
	steps: number;
	/** Explained by an older engine: their verdict was compared, not their bytes. */
	older: number;
	differing: Differing[];
}

interface SealedRow {
	policyVersionId: string | null;
	asOf: string | null;
	facts: unknown;
	explanation: unknown;
	factsHash: string | null;
	explanationHash: string | null;
}

/**
 * Computes every sealed decision and step again from its own facts and policy version (null: all of them, in the
 * order of their ids), and names those that differ. For tools: asks no permission.
 */
export async function replayDecisions(db: Database, only: string | null): Promise<ReplayedAll> {
	const all: ReplayedAll = { decisions: 0, steps: 0, older: 0, differing: [] };
	for (let after: string | null = null; ;) {
		const page: (SealedRow & { id: string })[] = await db
			.select({ id: decisions.id, ...columnsOf(decisions) })
			.from(decisions)
			.where(only ? eq(decisions.id, only) : after ? gt(decisions.id, after) : undefined)
			.orderBy(asc(decisions.id))
			.limit(PAGE);
		if (!page.length) return all;
		const ids = page.map(({ id }) => id);
		const steps: (SealedRow & { decisionId: string; position: number })[] = await db
			.select({
				decisionId: decisionSteps.decisionId,
				position: decisionSteps.position,
				...columnsOf(decisionSteps)
			})
			.from(decisionSteps)
			.where(and(inArray(decisionSteps.decisionId, ids), isNotNull(decisionSteps.facts)))
			.orderBy(asc(decisionSteps.decisionId), asc(decisionSteps.position));
		all.decisions += page.length;
		all.steps += steps.length;
		const rows = [
			...page.map(({ id, ...row }) => ({ decisionId: id, step: null, row })),
			...steps.map(({ decisionId, position, ...row }) => ({ decisionId, step: position, row }))
		];
		const versions = await policiesById(
			db,
			rows.flatMap(({ row }) => row.policyVersionId ?? [])
		);
		for (const { decisionId, step, row } of rows) {
			const version = versions.get(row.policyVersionId ?? '');
			const replayed = version && again(row, version.policy);
			if (replayed?.olderEngine) all.older++;
			const why = replayed ? whyOf(replayed) : 'policy';
			if (why) all.differing.push({ decisionId, step, why });
		}
		if (only || page.length < PAGE) return all;
		after = ids.at(-1) ?? null;
	}
}

const columnsOf = <T extends typeof decisions | typeof decisionSteps>(table: T) => ({
	policyVersionId: table.policyVersionId,
	asOf: table.asOf,
	facts: table.facts,
	explanation: table.explanation,
	factsHash: table.factsHash,
	explanationHash: table.explanationHash
});

function again(row: SealedRow, policy: Parameters<typeof replay>[0]): Replayed {
	const stored = row as unknown as Sealed;
	return replay(policy, stored.explanation.tier, row.asOf ?? '', stored);
}

function whyOf({ factsIntact, explanationIntact, identical }: Replayed): Differing['why'] | null {
	if (!factsIntact) return 'facts';
	if (!explanationIntact) return 'explanation';
	return identical ? null : 'answer';
}
