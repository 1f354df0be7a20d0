import {
	fitGiven,
	picturesOf,
	problemsOf,
	questionOf,
	readGiven,
	typedOf,
	type Question,
	type Shown,
	type TypedQuestion
} from '$lib/features/bank';
import type { Key } from '$lib/features/exams';
import { key as code, type FieldErrors } from '$lib/shared/form';
import { askedKey, isAnswered, said } from './asked-key';

/** What a form says of a key: an answer, as a candidate would give it, or what is accepted. */
export type TypedKey = Pick<TypedQuestion, 'rows' | 'others' | 'unit' | 'case' | 'width'> & { key?: unknown };

/**
 * The key that a form says. Words, ids and the paper stay as they were: what is shown, and what was answered to it, keeps its
 * meaning. Errors by the field where they are mended; nothing is taken that names no option, or that nobody could answer.
 */
export function correctedKey(from: Key, typed: TypedKey): { key: Key } | { errors: FieldErrors } {
	const { question, aliases } = from;
	if (isAnswered(question)) {
		const made = answered(from, typed.key);
		return made ? { key: made } : { errors: { key: code('bank.question.no_key') } };
	}
	const { rows, others, unit, case: inCase, width } = typed;
	const own = typedOf(question, Object.fromEntries(picturesOf(question).map((name) => [name, name])));
	if (question.type === 'single' || question.type === 'multiple') {
		const shares = rows.map(({ share }) => share.trim());
		const typedShares = own.rows.map((row, i) => ({ ...row, share: shares[i] || '0' }));
		const errors = shareErrors(problemsOf({ ...own, rows: typedShares }));
		if (errors) return { errors };
		return {
			key: {
				question: withShares(
					question,
					typedShares.map(({ share }) => Number(share.replace(/%$/, '')))
				),
				aliases
			}
		};
	}
	if (question.type === 'essay') {
		const weighed = own.rows.map((row, i) => ({
			...{ ...row, share: rows[i]?.share.trim() ?? '' },
			levels: row.levels.map((level, j) => ({ ...level, share: rows[i]?.levels[j]?.share.trim() ?? '' }))
		}));
		const next = { ...own, rows: weighed };
		const errors = shareErrors(problemsOf(next));
		return errors
			? { errors }
			: { key: { question: withWeights(question, questionOf(next).question), aliases } };
	}
	const listed = { ...own, rows, others, unit, case: inCase, width };
	const errors = shareErrors(problemsOf(listed));
	if (errors) return { errors };
	const next = listedIn(question, questionOf(listed).question);
	// Without one, a short answer is read by people, which no key decides.
	if (!next || (next.type === 'shortAnswer' && !next.accepted.length))
		return { errors: { rows: code('bank.question.no_key') } };
	return { key: { question: next, aliases } };
}

/** Weights and shares of the second's rubric, in the same rows and levels: what markers chose keeps its meaning. */
function withWeights(question: Extract<Question, { type: 'essay' }>, typed: Question): Question {
	if (typed.type !== 'essay') return question;
	const rubric = question.rubric.map((row, i) => ({
		...{ ...row, weight: typed.rubric[i]!.weight },
		levels: row.levels.map((level, j) => ({ ...level, share: typed.rubric[i]!.levels[j]!.share }))
	}));
	return { ...question, rubric };
}

/** What is accepted by the second, all else as in the first. */
function listedIn(question: Question, typed: Question): Question | null {
	if (question.type === 'numeric' && typed.type === 'numeric') {
		const { unit: _unit, ...rest } = question;
		return { ...rest, accepted: typed.accepted, ...(typed.unit && { unit: typed.unit }) };
	}
	if (question.type === 'fillIn' && typed.type === 'fillIn')
		return { ...question, gaps: typed.gaps, matching: typed.matching };
	if (question.type === 'shortAnswer' && typed.type === 'shortAnswer')
		return { ...question, accepted: typed.accepted, matching: typed.matching };
	return null;
}

/** What is told at the stem, which this form does not show, is told at the list. */
function shareErrors(problems: FieldErrors): FieldErrors | null {
	const told = Object.entries(problems).map(([field, is]) => [
		field.startsWith('rows') || field.startsWith('others') || field === 'unit' ? field : 'rows',
		is
	]);
	return told.length ? (Object.fromEntries(told) as FieldErrors) : null;
}

function answered({ question, aliases }: Key, fields: unknown): Key | null {
	const shown = askedKey(question);
	const given = readGiven(shown, fields) ?? fitGiven(shown, fields);
	if (given === null) return null;
	switch (question.type) {
		case 'single': {
			const right = given as string[];
			if (right.length === 1 && question.policy === 'allOrNothing')
				return { question: { ...question, correct: right[0]! }, aliases };
			return {
				question: withShares(
					question,
					question.options.map(({ id }) => (right.includes(id) ? 100 : 0))
				),
				aliases
			};
		}
		case 'multiple':
			return { question: { ...question, correct: given as string[] }, aliases };
		case 'trueFalse':
			return { question: { ...question, correct: given as boolean }, aliases };
		case 'ordering': {
			const places = (given as string[]).map((id) => Number(id.slice(1)) - 1);
			if (places.length !== question.items.length) return null;
			return { question: { ...question, items: places.map((place) => question.items[place]!) }, aliases };
		}
		case 'matching':
			return paired({ question, aliases }, shown, given as Record<string, string>);
		default:
			return null;
	}
}

/** A choice of which each option earns its own share; what earns something is right. */
function withShares(
	question: Extract<Question, { type: 'single' | 'multiple' }>,
	shares: readonly number[]
): Question {
	const options = question.options.map((option, i) => ({ ...option, share: shares[i]! }));
	if (question.type === 'multiple')
		return {
			...question,
			options,
			correct: options.filter(({ share }) => share > 0).map(({ id }) => id),
			policy: 'perOption'
		};
	const best = options.reduce((one, other) => (other.share > one.share ? other : one));
	return { ...question, options, correct: best.id, policy: 'perOption' };
}

/**
 * Right sides are named by the pair that they belong to: where they move, what turns shown ids into own ones moves with
 * their words.
 */
function paired(
	{ question, aliases }: Key & { question: Extract<Question, { type: 'matching' }> },
	shown: Shown,
	given: Record<string, string>
): Key | null {
	if (shown.type !== 'matching' || question.pairs.some(({ id }) => !given[id])) return null;
	const words = new Map(shown.rights.map(({ id, text }) => [id, text]));
	const pairs = question.pairs.map((pair) => ({ ...pair, right: words.get(given[pair.id]!)! }));
	const used = new Set(pairs.map(({ right }) => said(right)));
	const others = shown.rights
		.filter(({ text }) => !used.has(said(text)))
		.map(({ text }, i) => ({ id: `o${i + 1}`, right: text }));
	const idOf = new Map([...others, ...[...pairs].reverse()].map(({ id, right }) => [said(right), id]));
	const rights = new Map([...question.pairs, ...question.others].map(({ id, right }) => [id, said(right)]));
	return {
		question: { ...question, pairs, others },
		aliases: Object.fromEntries(
			Object.entries(aliases).map(([shownId, own]) => [shownId, idOf.get(rights.get(own) ?? '') ?? ''])
		)
	};
}
