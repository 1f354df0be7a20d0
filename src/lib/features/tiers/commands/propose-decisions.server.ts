import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import { localText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { seal } from '../engine/replay.server';
import { factsFor } from '../facts.server';
import { tierAfter } from '../policy/types';
import { findPolicyInForce } from '../queries/policies.server';
import { appointmentsOn, decideProposal, LADDER } from '../rules';
import type { Propose } from '../schema';
import { holdersOver, subjectOf, type DecisionRow } from '../subject.server';
import { decisions } from '../tables.server';

/**
 * Proposes people for the tier above theirs, all of them or none: each is evaluated anew on today's evidence under
 * today's standard, and both are kept with the proposal (domain, 8.7). Gives the ids, in the order of the input.
 */
export async function proposeDecisions(ctx: Context, input: Propose): Promise<string[]> {
	return withTransaction(ctx, async (tx) => {
		const today = dateIn(ctx.now);
		const chosen = [];
		for (const personId of input.personIds) {
			const person = await getPersonSubject(tx, personId);
			authorize(ctx.actor, 'tiers.decision.propose', await subjectOf(tx, person, null));
			chosen.push(person);
		}
		const version = await findPolicyInForce(tx, LADDER, today);
		if (!version) throw conflict('tiers.policy.none');
		const facts = await factsFor(tx, input.personIds, { on: today });
		const rows = chosen.map(({ id, name, status }): DecisionRow => {
			const known = facts.get(id)!;
			const fromTier = appointmentsOn(known, LADDER, today).at(-1)?.tier ?? null;
			const target = tierAfter(version.policy, fromTier);
			const sealed = target && seal(version.policy, target.id, known, today);
			const candidate = { name, active: status === 'active', tier: fromTier };
			const decision = decideProposal(candidate, target, sealed?.explanation ?? null, (text) =>
				localText(text, ctx.locale)
			);
			if (!decision.ok || !sealed)
				throw decision.ok ? conflict('tiers.policy.none') : conflict(decision.code, decision.params);
			return {
				...{
					id: newId(ctx.now),
					personId: id,
					ladder: LADDER,
					kind: decision.kind,
					fromTier,
					toTier: decision.toTier
				},
				...{ policyVersionId: version.id, asOf: today, ...sealed, reason: input.reason },
				...{ proposedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null, proposedAt: ctx.now },
				...{ state: 'proposed', closedBy: null, closedAt: null, closingNote: null }
			};
		});
		await insert(tx, rows, new Map(chosen.map(({ id, name }) => [id, name])));
		await tellApprovers(
			tx,
			ctx,
			rows,
			chosen.map(({ unitPath }) => unitPath)
		);
		for (const { id, personId, kind, fromTier, toTier, factsHash, explanationHash, reason } of rows) {
			await recordAudit(tx, ctx, {
				action: 'tiers.decision.propose',
				subject: { type: 'decision', id },
				personId,
				after: {
					kind,
					fromTier,
					toTier,
					policy: version.policy.effectiveFrom,
					factsHash,
					explanationHash,
					reason
				}
			});
		}
		return rows.map(({ id }) => id);
	});
}

/** One person; see `proposeDecisions`. */
export async function proposeDecision(
	ctx: Context,
	input: { personId: string; reason: string }
): Promise<string> {
	const [id] = await proposeDecisions(ctx, { personIds: [input.personId], reason: input.reason });
	return id!;
}

/** The index `decisions_one_open` refuses a second open proposal; one by one, so that the refusal names the person. */
async function insert(tx: Database, rows: DecisionRow[], names: Map<string, string>): Promise<void> {
	for (const row of rows) {
		await tx
			.insert(decisions)
			.values(row)
			.catch((error) => {
				if (brokenConstraint(error) !== 'decisions_one_open') throw error;
				throw conflict('tiers.decision.open', { name: names.get(row.personId) ?? '' });
			});
	}
}

/** One message to each approver, however many are proposed; nobody is told of themselves. */
async function tellApprovers(
	tx: Database,
	ctx: Context,
	rows: DecisionRow[],
	unitPaths: string[]
): Promise<void> {
	const [first] = rows;
	if (!first || ctx.actor.kind === 'anonymous') return;
	for (const approver of await holdersOver(tx, 'hrApprover', unitPaths, first.asOf)) {
		const others = rows.filter(({ personId }) => personId !== approver);
		if (!others.length || approver === first.proposedBy) continue;
		await notify(tx, ctx, {
			personId: approver,
			kind: 'tiers.proposed',
			params: { proposer: ctx.actor.name, count: others.length },
			href: others.length === 1 ? `/staff/decisions/${others[0]?.id}` : '/staff/decisions?state=proposed',
			cause: `tiers.decision.propose:${first.id}`
		});
	}
}
