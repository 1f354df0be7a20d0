import { absolute, compareDecimals, multiply, readDecimal, subtract, type Decimal } from '../decimal';
import type {
	AcceptedNumber,
	AcceptedText,
	Given,
	MatchingQuestion,
	MultipleQuestion,
	NumericQuestion,
	OrderingQuestion,
	Question,
	TextMatching
} from '../question';
import { foldText, matchesText } from './text';

/** Name and version of the rules below, kept with what was scored by them. Changed rules get a new version. */
export const SCORING_RULES = 'bank/1';

/** Shares as files write them (33.33333) add up to a whole that is a little short of it. */
const ROUNDING = 0.01;

/** In percent of the question's marks, 0 to 100; null: a person has to read it. */
export type Share = number | null;

/**
 * What an answer earns, by the question's own policy. No answer earns nothing, whatever the kind. A question never earns
 * less than nothing.
 */
export function scoreQuestion(question: Question, given: Given[Question['type']] | null): Share {
	if (given === null) return 0;
	switch (question.type) {
		case 'single':
			return question.policy === 'perOption'
				? sharesOf(question.options, [given as Given['single']])
				: whole(given === question.correct);
		case 'multiple':
			return scoreMultiple(question, given as Given['multiple']);
		case 'trueFalse':
			return whole(given === question.correct);
		case 'numeric':
			return scoreNumber(question, given as Given['numeric']);
		case 'fillIn':
			return mean(
				question.gaps.map(({ id, accepted }) =>
					bestText(accepted, (given as Given['fillIn'])[id], question.matching)
				)
			);
		case 'matching':
			return scoreMatching(question, given as Given['matching']);
		case 'ordering':
			return scoreOrder(question, given as Given['ordering']);
		case 'shortAnswer':
			return !(given as string).trim()
				? 0
				: question.accepted.length
					? bestText(question.accepted, given as string, question.matching)
					: null;
		case 'essay':
			return (given as string).trim() ? null : 0;
	}
}

const whole = (right: boolean): number => (right ? 100 : 0);

/** Within 0 and 100, and 100 where only rounding is missing. */
function bounded(share: number): number {
	if (share >= 100 - ROUNDING) return 100;
	return share <= ROUNDING ? 0 : share;
}

const mean = (shares: readonly number[]): number =>
	shares.length ? bounded(shares.reduce((sum, share) => sum + share, 0) / shares.length) : 0;

const sharesOf = (options: readonly { id: string; share?: number }[], chosen: readonly string[]): number =>
	bounded(options.reduce((sum, { id, share = 0 }) => sum + (chosen.includes(id) ? share : 0), 0));

/**
 * `allOrNothing`: exactly the right ones. `partial`: each right one its part, nothing as soon as a wrong one is chosen
 * (少选得部分分，错选不得分). `partialWithPenalty`: each wrong one takes a part away again. `perOption`: each its own share.
 */
function scoreMultiple({ options, correct, policy }: MultipleQuestion, chosen: readonly string[]): number {
	const own = [...new Set(chosen)];
	if (policy === 'perOption') return sharesOf(options, own);
	const right = own.filter((id) => correct.includes(id)).length;
	const wrong = own.length - right;
	switch (policy) {
		case 'allOrNothing':
			return whole(wrong === 0 && right === correct.length);
		case 'partial':
			return wrong ? 0 : bounded((100 * right) / correct.length);
		case 'partialWithPenalty':
			return bounded((100 * (right - wrong)) / correct.length);
	}
}

/** The best share among what is accepted; a unit that is asked for and not given, or not known, makes it nothing. */
function scoreNumber({ accepted, unit }: NumericQuestion, given: Given['numeric']): number {
	const read = readDecimal(given.number);
	const number = read && unit ? inUnit(read, unit, given.unit ?? '') : read;
	if (!number) return 0;
	return Math.max(0, ...accepted.map((one) => (isWithin(number, one.range) ? one.share : 0)));
}

function inUnit(number: Decimal, unit: NonNullable<NumericQuestion['unit']>, given: string): Decimal | null {
	const plain = (name: string) => foldText(name, { case: true, width: false });
	const name = plain(given);
	if (name === plain(unit.name)) return number;
	const other = unit.others.find((one) => plain(one.name) === name);
	const factor = other && readDecimal(other.factor);
	return factor ? multiply(number, factor) : null;
}

/** Ends belong to the range. A range that is not written as numbers holds nothing. */
export function isWithin(number: Decimal, range: AcceptedNumber['range']): boolean {
	if ('value' in range) {
		const [value, tolerance] = [readDecimal(range.value), readDecimal(range.tolerance)];
		return value && tolerance ? compareDecimals(absolute(subtract(number, value)), tolerance) <= 0 : false;
	}
	const [from, to] = [readDecimal(range.from), readDecimal(range.to)];
	return from && to ? compareDecimals(number, from) >= 0 && compareDecimals(number, to) <= 0 : false;
}

function bestText(accepted: readonly AcceptedText[], given: string | undefined, how: TextMatching): number {
	if (!given?.trim()) return 0;
	return Math.max(0, ...accepted.map(({ text, share }) => (matchesText(text, given, how) ? share : 0)));
}

/** What is right by the pair it belongs to; two that say the same on the right are one. */
function scoreMatching({ pairs, policy }: MatchingQuestion, given: Given['matching']): number {
	const said = new Map(pairs.map(({ id, right }) => [id, JSON.stringify([right['zh-CN'], right.en])]));
	const right = pairs.filter(({ id }) => said.has(given[id] ?? '') && said.get(given[id]!) === said.get(id));
	if (policy === 'allOrNothing') return whole(right.length === pairs.length);
	return bounded((100 * right.length) / pairs.length);
}

function scoreOrder({ items, policy }: OrderingQuestion, given: readonly string[]): number {
	const order = items.map(({ id }) => id);
	if (given.length !== order.length || new Set(given).size !== order.length) return 0;
	if (policy === 'allOrNothing') return whole(order.every((id, i) => given[i] === id));
	const follows = order.slice(1).filter((id, i) => given[given.indexOf(order[i]!) + 1] === id);
	return bounded((100 * follows.length) / (order.length - 1));
}
