import { inArray } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { people } from '../../people/tables.server';
import { recordLook } from '../commands/record-look.server';
import {
	asEvidence,
	labelOf,
	labelOfAppointment,
	labelOfCertificate,
	labelOfCompletion,
	labelOfShadowing
} from '../conditions/labels';
import type { Evaluation, Evidence } from '../engine/explanation';
import type { PersonFacts } from '../engine/facts';
import { gapsOf } from '../engine/gaps';
import type { Phrase } from '../engine/phrase';
import { redact, type Reader } from '../engine/redact';
import { replay, type Replayed, type Sealed } from '../engine/replay.server';
import { tierOf, type Policy } from '../policy/types';
import type { DecisionState } from '../states';
import { standingOf } from '../standings.server';
import { loadDecision, type DecisionRow } from '../subject.server';
import { getPolicy } from './policies.server';

/** Computes a stored decision again from its own facts and policy version, and compares byte by byte. */
export async function replayDecision(ctx: Context, decisionId: string): Promise<Replayed> {
	const { decision, subject } = await loadDecision(ctx.db, decisionId);
	authorize(ctx.actor, 'tiers.decision.read', subject);
	return replayRow(decision, (await getPolicy(ctx.db, decision.policyVersionId)).policy);
}

const replayRow = (decision: DecisionRow, policy: Policy): Replayed =>
	replay(policy, decision.toTier, decision.asOf, sealedOf(decision));

const sealedOf = ({ facts, explanation, factsHash, explanationHash }: DecisionRow): Sealed => ({
	facts: facts as PersonFacts,
	explanation: explanation as Evaluation,
	factsHash,
	explanationHash
});

export interface FactGroup {
	kind: 'evidence' | 'certificates' | 'shadowing' | 'completions' | 'appointments';
	facts: Evidence[];
}

/** One decision as it was stored, with what the reader may do about it. */
export async function getDecision(ctx: Context, decisionId: string) {
	const { decision, person, subject } = await loadDecision(ctx.db, decisionId);
	authorize(ctx.actor, 'tiers.decision.read', subject);
	const reader: Reader = {
		evidence: can(ctx.actor, 'people.evidence.read', subject).ok,
		sensitive: can(ctx.actor, 'people.sensitive.read', subject).ok
	};
	if (reader.sensitive) await recordLook(ctx, { personId: person.id, at: 'decision' });
	const { id: policyId, policy } = await getPolicy(ctx.db, decision.policyVersionId);
	const nameOf = (id: string): LocalText => tierOf(policy, id)?.name ?? { 'zh-CN': id, en: id };
	const names = await namesOf(ctx.db, [decision.proposedBy, decision.closedBy]);
	const sealed = sealedOf(decision);
	const open = decision.state === 'proposed';
	const proposer = ctx.actor.kind === 'person' && ctx.actor.personId === decision.proposedBy;
	return {
		id: decision.id,
		person: { id: person.id, name: person.name, employeeNo: person.employeeNo, unitName: person.unitName },
		kind: decision.kind,
		fromTier: decision.fromTier === null ? null : nameOf(decision.fromTier),
		toTier: nameOf(decision.toTier),
		asOf: decision.asOf,
		policy: { id: policyId, name: policy.name, edition: policy.edition, effectiveFrom: policy.effectiveFrom },
		explanation: redact(sealed.explanation, reader),
		factsHash: decision.factsHash,
		explanationHash: decision.explanationHash,
		facts: reader.evidence && reader.sensitive ? groupsOf(sealed.facts, nameOf) : [],
		reason: decision.reason,
		proposer: names.get(decision.proposedBy ?? '') ?? null,
		proposedAt: decision.proposedAt.toISOString(),
		state: decision.state as DecisionState,
		closer: names.get(decision.closedBy ?? '') ?? null,
		closedAt: decision.closedAt?.toISOString() ?? null,
		closingNote: decision.closingNote,
		replay: replayRow(decision, policy),
		today: open ? await todayOf(ctx, decision) : null,
		may: {
			approve: open ? can(ctx.actor, 'tiers.decision.approve', subject) : null,
			withdraw: open && proposer && can(ctx.actor, 'tiers.decision.propose', subject).ok
		}
	};
}

/** Whether an open proposal would still hold today, so that an approver need not try. */
async function todayOf(
	ctx: Context,
	{ personId, toTier, fromTier }: DecisionRow
): Promise<{ asOf: IsoDate; holds: boolean; gaps: Phrase[] }> {
	const asOf = dateIn(ctx.now);
	const { standing } = await standingOf(ctx.db, personId, asOf);
	const evaluation = standing?.target === toTier && standing.tier === fromTier ? standing.evaluation : null;
	return { asOf, holds: Boolean(evaluation?.eligible), gaps: evaluation ? gapsOf(evaluation) : [] };
}

async function namesOf(db: Database, ids: (string | null)[]): Promise<Map<string, string>> {
	const wanted = ids.filter((id) => id !== null);
	if (!wanted.length) return new Map();
	const rows = await db
		.select({ id: people.id, name: people.name })
		.from(people)
		.where(inArray(people.id, wanted));
	return new Map(rows.map(({ id, name }) => [id, name]));
}

function groupsOf(facts: PersonFacts, nameOf: (id: string) => LocalText): FactGroup[] {
	const groups: FactGroup[] = [
		{ kind: 'evidence', facts: asEvidence(facts.evidence, labelOf) },
		{ kind: 'certificates', facts: asEvidence(facts.certificates, labelOfCertificate) },
		{ kind: 'shadowing', facts: asEvidence(facts.shadowing, labelOfShadowing) },
		{ kind: 'completions', facts: asEvidence(facts.completions, labelOfCompletion) },
		{
			kind: 'appointments',
			facts: asEvidence(facts.appointments, (fact) => labelOfAppointment(fact, nameOf(fact.tier)))
		}
	];
	return groups.filter((group) => group.facts.length > 0);
}
