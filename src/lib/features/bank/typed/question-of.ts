import { locales } from '$lib/i18n/locales';
import type { AcceptedText, Question, Words } from '../question';
import type { TypedQuestion, TypedRow, TypedWords } from './typed';

/** A question read from the editor's form, and which field each of its parts came from: `options.1` -> `rows.2`. */
export interface Read {
	question: Question;
	places: Map<string, string>;
}

const wordsOf = (typed: TypedWords): Words =>
	Object.fromEntries(locales.map((l) => [l, typed[l].trim()]).filter(([, text]) => text)) as Words;
const isEmpty = (typed: TypedWords) => locales.every((locale) => !typed[locale].trim());
const optional = <K extends string>(name: K, typed: TypedWords) =>
	(isEmpty(typed) ? {} : { [name]: wordsOf(typed) }) as Partial<Record<K, Words>>;
/** A number as it is typed; what is none stays wrong, so that it is told. */
const numberOf = (text: string, otherwise: number) =>
	text.trim() ? Number(text.replace(/%$/, '')) : otherwise;

/** Rows in which nothing stands are left out; the others keep the place that they stand at. */
function kept<T>(
	rows: readonly T[],
	isFilled: (row: T) => boolean,
	[part, field]: [string, string],
	places: Map<string, string>
): T[] {
	const filled = rows.map((row, i) => ({ row, i })).filter(({ row }) => isFilled(row));
	filled.forEach(({ i }, place) => places.set(`${part}.${place}`, `${field}.${i}`));
	return filled.map(({ row }) => row);
}

/** The question that was typed, whole or not; `questionSchema` says what is wrong with it. */
export function questionOf(typed: TypedQuestion): Read {
	const places = new Map<string, string>();
	const base = { stem: wordsOf(typed.stem), ...optional('explanation', typed.explanation) };
	return { question: { ...base, ...partsOf(typed, places) } as Question, places };
}

function partsOf(typed: TypedQuestion, places: Map<string, string>): object {
	const { type, policy, correct, rows } = typed;
	const matching = { case: typed.case, width: typed.width };
	const rowsAs = (part: string, isFilled: (row: TypedRow) => boolean) =>
		kept(rows, isFilled, [part, 'rows'], places);
	switch (type) {
		case 'single':
		case 'multiple': {
			const filled = rowsAs('options', (one) => !isEmpty(one.text) || correct.includes(one.id));
			const letter = (i: number) => (i < 26 ? String.fromCharCode(97 + i) : `z${i}`);
			const right = filled.flatMap(({ id }, i) => (correct.includes(id) ? [letter(i)] : []));
			const options = filled.map((one, i) => ({
				...{ id: letter(i), text: wordsOf(one.text), ...optional('feedback', one.feedback) },
				...(policy === 'perOption' ? { share: numberOf(one.share, 0) } : {})
			}));
			return { type, options, correct: type === 'single' ? (right[0] ?? '') : right, policy };
		}
		case 'trueFalse': {
			const [yes, no] = [optional('true', typed.feedback.true), optional('false', typed.feedback.false)];
			const feedback = { ...yes, ...no };
			return {
				...{ type, correct: { true: true, false: false }[correct[0] ?? ''] },
				...(Object.keys(feedback).length ? { feedback } : {})
			};
		}
		case 'numeric': {
			const accepted = rowsAs('accepted', ({ first, second }) => Boolean(first.trim() || second.trim()));
			return { type, accepted: accepted.map(numberRow), ...unitOf(typed, places) };
		}
		case 'fillIn':
			return { type, gaps: gapsOf(rows, places), matching };
		case 'shortAnswer':
			return {
				type,
				accepted: rowsAs('accepted', (one) => Boolean(one.answer.trim())).map(textRow),
				matching
			};
		case 'matching': {
			const pairs = rowsAs('pairs', (one) => !isEmpty(one.left));
			const others = rowsAs('others', (one) => isEmpty(one.left) && !isEmpty(one.right));
			return {
				...{ type, policy },
				pairs: pairs.map((one, i) => ({
					id: `p${i + 1}`,
					left: wordsOf(one.left),
					right: wordsOf(one.right)
				})),
				others: others.map((one, i) => ({ id: `o${i + 1}`, right: wordsOf(one.right) }))
			};
		}
		case 'ordering': {
			const things = rowsAs('items', (one) => !isEmpty(one.text));
			return { type, policy, items: things.map((one, i) => ({ id: `i${i + 1}`, text: wordsOf(one.text) })) };
		}
		case 'essay':
			return { type, rubric: rubricOf(rows, places), ...essayOf(typed) };
	}
}

const numberRow = ({ kind, first, second, share, feedback }: TypedRow) => ({
	range:
		kind === 'range'
			? { from: first.trim(), to: second.trim() }
			: { value: first.trim(), tolerance: second.trim() || '0' },
	...{ share: numberOf(share, 100), ...optional('feedback', feedback) }
});
const textRow = ({ answer, share, feedback }: TypedRow): AcceptedText => ({
	...{ text: answer.trim(), share: numberOf(share, 100), ...optional('feedback', feedback) }
});

function unitOf(typed: TypedQuestion, places: Map<string, string>) {
	const isFilled = ({ answer, first }: TypedRow) => Boolean(answer.trim() || first.trim());
	const others = kept(typed.others, isFilled, ['unit.others', 'others'], places);
	if (!typed.unit.trim() && !others.length) return {};
	const written = others.map(({ answer, first }) => ({ name: answer.trim(), factor: first.trim() }));
	return { unit: { name: typed.unit.trim(), others: written } };
}

/** Accepted texts stand in one list, each with its gap. */
function gapsOf(rows: TypedRow[], places: Map<string, string>) {
	const gaps: { id: string; accepted: AcceptedText[] }[] = [];
	for (const [i, one] of rows.entries()) {
		const id = one.gap.trim();
		if (!id && !one.answer.trim()) continue;
		let gap = gaps.find((known) => known.id === id);
		if (!gap) gaps.push((gap = { id, accepted: [] }));
		const part = `gaps.${gaps.indexOf(gap)}`;
		if (!gap.accepted.length) places.set(part, `rows.${i}`);
		places.set(`${part}.accepted.${gap.accepted.length}`, `rows.${i}`);
		gap.accepted.push(textRow(one));
	}
	return gaps;
}

function rubricOf(rows: TypedRow[], places: Map<string, string>) {
	const isFilled = (one: TypedRow) =>
		!isEmpty(one.text) || Boolean(one.share.trim()) || one.levels.some(({ words }) => !isEmpty(words));
	return kept(rows, isFilled, ['rubric', 'rows'], places).map((one, i) => {
		const own: [string, string] = [`rubric.${i}.levels`, `${places.get(`rubric.${i}`)}.levels`];
		const levels = kept(
			one.levels,
			({ words, share }) => !isEmpty(words) || Boolean(share.trim()),
			own,
			places
		);
		return {
			...{ id: `c${i + 1}`, criterion: wordsOf(one.text), weight: numberOf(one.share, NaN) },
			levels: levels.map(({ share, words }) => ({ share: numberOf(share, NaN), words: wordsOf(words) }))
		};
	});
}

const essayOf = ({ model, longest }: TypedQuestion) => ({
	...optional('model', model),
	...(longest.trim() ? { longest: Number(longest) } : {})
});
