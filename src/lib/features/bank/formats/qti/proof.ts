import { scoreQuestion } from '../../scoring/score';
import type { Given, Question, QuestionType } from '../../question';
import type { Processing, Responses, Result } from './processing';

/** An answer, as the file's variables have it and as the bank has it. */
export interface Probe {
	responses: Responses;
	given: Given[QuestionType] | null;
}

/** Most answers that are tried. */
export const MOST_PROBES = 4096;
/** Shares in percent that differ by less are the same: files round them. */
const ROUNDING = 0.02;

/** What a file's response processing says about every answer that was tried. */
export interface Proof {
	probes: readonly Probe[];
	results: readonly Result[];
	/** What SCORE reaches at most. */
	maximum: number;
	/** Shares in percent of that, not below 0. */
	shares: readonly number[];
	/** Whether the file takes marks away below 0, which the bank never does. */
	isNegative: boolean;
	/** Whether a question scores every one of these answers as the file does. */
	holds(question: Question): boolean;
}

/**
 * Scores all answers by the file.
 * @throws Unread for what the processing uses and is not understood
 */
export function prove(processing: Processing, probes: readonly Probe[]): Proof {
	const results = probes.map(({ responses }) => processing.run(responses));
	const scores = results.map(({ score }) => score);
	const maximum = Math.max(processing.declaredMaximum, ...scores);
	const shares = scores.map((score) => (maximum > 0 ? Math.max(0, (100 * score) / maximum) : 0));
	return {
		probes,
		results,
		maximum,
		shares,
		isNegative: scores.some((score) => score < 0),
		holds: (question) =>
			maximum > 0 &&
			probes.every(({ given }, i) => {
				const share = scoreQuestion(question, given);
				return share !== null && Math.abs(share - shares[i]!) < ROUNDING;
			})
	};
}

/** A share as people write it, without what binary fractions add. */
export const tidy = (share: number): number => Number(share.toPrecision(12));

/** All ways to take one of each list; null when there are more than are tried. */
export function combinations<T>(lists: readonly (readonly T[])[]): T[][] | null {
	if (lists.reduce((count, { length }) => count * length, 1) > MOST_PROBES) return null;
	return lists.reduce<T[][]>(
		(found, list) => found.flatMap((one) => list.map((item) => [...one, item])),
		[[]]
	);
}

/** What is tried: every way to give each left side a right one or none, or those near to what is correct. */
export function assignments(
	lefts: string[],
	rights: string[],
	correct: ReadonlyMap<string, string>
): (string | null)[][] {
	const whole = combinations(lefts.map(() => [null, ...rights]));
	if (whole) return whole;
	const right = lefts.map((id) => correct.get(id) ?? null) as (string | null)[];
	const none = lefts.map(() => null as string | null);
	const changed = lefts.flatMap((_id, i) =>
		[null, ...rights].flatMap((other) => [right.with(i, other), none.with(i, other)])
	);
	return [none, right, ...changed];
}

/** Ids of the bank for the file's: our own ones as they were, else `a`, `b` … in their order. */
export function namesOf(identifiers: readonly string[], prefix = OWN): Map<string, string> {
	const isOwn = identifiers.every((identifier) => identifier.startsWith(prefix));
	return new Map(
		identifiers.map((identifier, i) => [identifier, isOwn ? identifier.slice(prefix.length) : letter(i)])
	);
}

/** What stands in front of an id of the bank where the file wants an identifier. */
export const OWN = 'id.';

const letter = (index: number): string =>
	(index >= 26 ? letter(Math.floor(index / 26) - 1) : '') + String.fromCharCode(97 + (index % 26));
