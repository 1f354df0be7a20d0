import type { PersonSubject } from '$lib/features/people/index.server';
import { localText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { brokenConstraint } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { judgedTier } from '../detail';
import { tierOf, type Policy } from '../policy/types';
import { decisions } from '../tables.server';
import { isAdverse, kindRules } from './kinds';
import { refuse, ruleOf } from './judge.server';
import { loadPlaces, lockPlaces } from './places.server';
import { decidePlaces } from './quota';
import { addSteps } from './steps.server';
import { OWN_PAGE, tell, tellReviewers, tierName } from './tell.server';

export interface NewCase {
	person: PersonSubject;
	row: typeof decisions.$inferInsert & {
		purpose: 'promote' | 'retain' | 'readmit';
		fromTier: string | null;
		toTier: string | null;
		proposedBy: string | null;
		round: number;
	};
}

/** Stores proposed cases with their first step, when the units have places for all, and tells who is concerned. */
export async function insertCases(
	tx: Database,
	ctx: Context,
	policy: Policy,
	cases: readonly NewCase[]
): Promise<void> {
	await checkPlaces(tx, ctx, policy, cases);
	for (const { row, person } of cases) {
		await tx
			.insert(decisions)
			.values(row)
			.catch((error) => {
				// One by one, so that the refusal names the person.
				if (brokenConstraint(error) !== 'decisions_one_open') throw error;
				throw conflict('tiers.decision.open', { name: person.name });
			});
		await addSteps(tx, ctx, row.id, [{ kind: 'propose', note: row.reason }]);
		if (!isAdverse(row.kind)) continue;
		const tier = tierName(policy, row.fromTier);
		const told = { ...row, round: row.round };
		await tell(tx, ctx, told, row.personId, 'adverse', { tier, case: row.kind }, OWN_PAGE);
	}
	for (const by of ['approver', 'committee'] as const) {
		const theirs = cases.filter(({ row }) => ruleOf(policy, row).by === by);
		await tellReviewers(tx, ctx, by === 'committee' ? 'committeeMember' : 'hrApprover', theirs);
	}
}

async function checkPlaces(
	tx: Database,
	ctx: Context,
	policy: Policy,
	cases: readonly NewCase[]
): Promise<void> {
	const tiers = new Set(
		cases.filter(({ row }) => kindRules[row.kind].takesPlace).map(({ row }) => judgedTier(row))
	);
	for (const id of tiers) {
		const tier = tierOf(policy, id);
		if (!tier?.quota) continue;
		await lockPlaces(tx, policy.ladder, id);
		const wanted = cases.filter(({ row }) => row.toTier === id).map(({ person }) => person.unitPath);
		const limits = await loadPlaces(tx, {
			...{ ladder: policy.ladder, tier, unitPaths: wanted, today: cases[0]!.row.asOf }
		});
		refuse(decidePlaces(limits, wanted, (text) => localText(text, ctx.locale), tier.name));
	}
}
