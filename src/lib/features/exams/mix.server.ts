import type { DrawnQuestion } from '$lib/features/bank/index.server';
import { randomSource, shuffled } from '$lib/server/random';
import type { RoomRules } from './room-rules';

/** A question of a sealed paper with what keeps it beside others: its kind, and its case. */
export interface SealedQuestion extends DrawnQuestion {
	type: string;
	caseId: string | null;
}

/**
 * The questions of a sealed paper in the order of one candidate, as the sitting's rules ask: kinds stay in their sections and
 * cases whole and in order. The same seed gives the same order.
 */
export function mixed(
	questions: readonly SealedQuestion[],
	rules: Pick<RoomRules, 'mixQuestions' | 'mixOptions'>,
	seed: string
): DrawnQuestion[] {
	const below = randomSource(`order:${seed}`);
	const ordered = rules.mixQuestions
		? sectionsOf(questions).flatMap((units) => shuffled(units, below).flat())
		: questions;
	return ordered.map(({ itemVersionId, optionOrder, marks }, i) => ({
		...{ position: i + 1, itemVersionId, marks },
		optionOrder: rules.mixOptions ? shuffled(optionOrder, below) : optionOrder
	}));
}

/** Sections of a paper, each a list of what moves as one: a question, or a whole case. */
function sectionsOf(questions: readonly SealedQuestion[]): SealedQuestion[][][] {
	const sections = new Map<string, Map<string, SealedQuestion[]>>();
	for (const question of questions) {
		const { caseId, type, itemVersionId } = question;
		const section = caseId === null ? type : 'case';
		const units = sections.get(section) ?? new Map<string, SealedQuestion[]>();
		const unit = caseId ?? itemVersionId;
		sections.set(section, units.set(unit, [...(units.get(unit) ?? []), question]));
	}
	return [...sections.values()].map((units) => [...units.values()]);
}
