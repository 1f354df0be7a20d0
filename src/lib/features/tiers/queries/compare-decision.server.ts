import { authorize, can } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { recordLook } from '../commands/record-look.server';
import { evaluate } from '../engine/evaluate';
import type { Evaluation } from '../engine/explanation';
import { inOrder, noFacts, type PersonFacts } from '../engine/facts';
import { beforeLedger, storedFacts } from '../engine/stored-facts';
import { redact, type Reader, type Redacted } from '../engine/redact';
import { hashOf, replay, type Replayed, type Sealed } from '../engine/replay.server';
import { storedEvaluation } from '../engine/stored';
import { factsFor } from '../facts.server';
import { policiesById, policiesInForce } from '../policies-in-force.server';
import { tierOf, type Policy } from '../policy/types';
import { withoutItsEffects } from '../snapshot/reevaluate.server';
import { loadDecision } from '../subject.server';

/** A decision's answer as it was stored, beside what other knowledge or another standard would answer. */
export interface Compared {
	id: string;
	person: { id: string; name: string; employeeNo: string; unitName: LocalText };
	tier: LocalText;
	/** The day as of which all of them are. */
	asOf: IsoDate;
	stored: Redacted;
	replay: Replayed;
	/** The stored facts under the standard that is in force today; null: none is, or it lacks the tier. */
	standard: { name: LocalText; edition: LocalText; same: boolean; answer: Redacted } | null;
	/** What is known today of that day, under the decision's own standard. */
	facts: { same: boolean; hash: string; answer: Redacted };
}

/**
 * A stored decision under today's standard, and with today's facts, as of its own date; and its replay. What the
 * decision led to is no part of today's facts. A look at conduct and credit is recorded.
 */
export async function compareDecision(ctx: Context, decisionId: string): Promise<Compared> {
	const { decision, person, subject } = await loadDecision(ctx.db, decisionId);
	authorize(ctx.actor, 'tiers.decision.read', subject);
	const reader: Reader = {
		evidence: can(ctx.actor, 'people.evidence.read', subject).ok,
		sensitive: can(ctx.actor, 'people.sensitive.read', subject).ok
	};
	if (reader.sensitive) await recordLook(ctx, { personId: person.id, at: 'decision' });
	const { asOf, ladder, purpose } = decision;
	const version = (await policiesById(ctx.db, [decision.policyVersionId])).get(decision.policyVersionId);
	if (!version) throw notFound();
	const today = (await policiesInForce(ctx.db, dateIn(ctx.now))).get(ladder) ?? null;
	const sealed = decision as unknown as Sealed;
	const { tier } = sealed.explanation;
	const then = storedFacts(sealed.facts);
	const gathered = (await factsFor(ctx.db, [person.id], { on: asOf })).get(person.id) ?? noFacts(person.id);
	const now = withoutItsEffects(gathered, { id: decision.id, appointments: then.appointments });
	const shown = (policy: Policy, facts: PersonFacts): Redacted =>
		redact(evaluate(policy, tier, facts, asOf, { purpose }), reader);
	const name = tierOf(version.policy, tier)?.name ?? { 'zh-CN': tier, en: tier };
	const knewCredits = 'credits' in (sealed.facts as object);
	const hash = hashOf(knewCredits ? inOrder(now) : beforeLedger(inOrder(now)));
	return {
		id: decision.id,
		person: { id: person.id, name: person.name, employeeNo: person.employeeNo, unitName: person.unitName },
		tier: name,
		asOf,
		stored: redact(storedEvaluation(sealed.explanation as Evaluation, name), reader),
		replay: replay(version.policy, tier, asOf, sealed),
		standard:
			today && tierOf(today.policy, tier)
				? {
						...{ name: today.policy.name, edition: today.policy.edition },
						...{ same: today.id === version.id, answer: shown(today.policy, then) }
					}
				: null,
		facts: { same: hash === decision.factsHash, hash, answer: shown(version.policy, now) }
	};
}
