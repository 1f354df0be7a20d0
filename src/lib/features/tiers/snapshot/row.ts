import type { IsoDate } from '$lib/shared/dates';
import type { Node } from '../engine/explanation';
import type { PersonFacts } from '../engine/facts';
import { gapsOf } from '../engine/gaps';
import { isSettled } from '../engine/outcome';
import type { Phrase } from '../engine/phrase';
import type { Policy } from '../policy/types';
import { rankingScore } from '../ranking';
import { certificateFor, missingCount } from '../rules';
import { gramsOf } from './grams';
import { letters } from './letters';
import type { Member, Position } from '../standing';

/** What a row of the board shows beside the columns that it is sorted and counted by. */
export interface StandingSummary {
	/** A letter for the outcome of each requirement of the target, in the standard's order. */
	outcomes: string;
	/** The first of what is missing, in a few words. */
	gaps: Phrase[];
	/** The certificate of the target, or else of the tier held. */
	certificate: { number: string; validTo: IsoDate } | null;
}

/** More are counted, not named. */
const GAPS_SHOWN = 2;

/** A row of `standings`, by column. */
export type StandingRow = ReturnType<typeof rowOf>;

/** How somebody stands on a ladder, as the snapshot keeps it. Pure. */
export function rowOf(
	member: Member,
	position: Position,
	facts: PersonFacts,
	version: { id: string; policy: Policy },
	asOf: IsoDate
) {
	const { ladder, tier, target, evaluation, retention, appointedTo, openDecisionId } = position;
	const { policy } = version;
	const held = certificateFor(facts, ladder, tier, asOf);
	const shown = (target !== null && certificateFor(facts, ladder, target, asOf)) || held;
	const missing = evaluation && missingCount(evaluation);
	const summary: StandingSummary = {
		outcomes: (evaluation?.requirements ?? []).map(({ outcome }) => letters[outcome]).join(''),
		gaps: evaluation ? gapsOf(evaluation).slice(0, GAPS_SHOWN) : [],
		certificate: shown && { number: shown.number, validTo: shown.validTo }
	};
	return {
		...{ person_id: member.personId, ladder, name: member.name, employee_no: member.employeeNo },
		grams: gramsOf(member.name, member.employeeNo),
		...{ unit_id: member.unitId, unit_path: member.unitPath, policy_version_id: version.id },
		...{ tier, rank: policy.tiers.findIndex(({ id }) => id === tier), target },
		eligible: evaluation?.eligible ?? false,
		...{ met: evaluation?.met ?? 0, total: evaluation?.total ?? 0, missing },
		certificate_only: missing === 1 && Boolean(evaluation?.requirements.some(lacksCertificate)),
		retained: retention && retention.eligible,
		earliest: evaluation?.earliest ?? null,
		...{ certificate_to: held?.validTo ?? null, appointed_to: appointedTo },
		exceptions: facts.exceptions.filter(
			(fact) => fact.ladder === ladder && fact.from <= asOf && fact.to >= asOf
		).length,
		score: target === null ? null : rankingScore(policy, facts, asOf),
		...{ open_decision_id: openDecisionId, summary }
	};
}

const lacksCertificate = (node: Node): boolean => node.kind === 'certificate' && !isSettled(node);
