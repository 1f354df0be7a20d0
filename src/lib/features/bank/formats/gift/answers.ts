import type { AcceptedNumber, AcceptedText, MatchingQuestion, TrueFalseQuestion } from '../../question';
import type { Choice } from '../choices';
import type { Draft, TextFormat } from '../draft';
import { cut, find, formatOf, splitBefore, unescape } from './scan';

/** One answer as it is written: `=` or `~`, a share, a text, words said to whoever gave it. */
interface Answer {
	isRight: boolean;
	/** In percent; null when none is written. */
	share: number | null;
	text: string;
	feedback: string;
}

/** The texts of one question, read in the format that it or they name. */
export interface Texts {
	draft: Draft;
	format: TextFormat;
}

/** Words of the file as Markdown. In Moodle's own format a break of the file is only a space. */
export function textOf({ draft, format }: Texts, raw: string): string {
	const own = formatOf(raw, format);
	const source = own.format === 'moodle' ? own.text.replace(/\s+/g, ' ') : own.text;
	return draft.text(unescape(source), own.format);
}

/** What is compared with an answer: one line without any format. */
const lineOf = (raw: string) => unescape(formatOf(raw, 'plain').text).replace(/\s+/g, ' ').trim();

/** Each answer of the braces; null, and refused, when something stands before the first. */
function answersOf(draft: Draft, raw: string): Answer[] | null {
	const [before = '', ...pieces] = splitBefore(raw, ['=', '~']);
	if (before.trim()) return draft.refuse('syntax', before.trim());
	return pieces.map((piece) => answerOf(piece[0] === '=', piece.slice(1)));
}

function answerOf(isRight: boolean, raw: string): Answer {
	const weight = /^\s*%([-+]?\d{1,3}(?:\.\d{1,10})?)%/.exec(raw);
	const [text, feedback] = cut(raw.slice(weight?.[0].length ?? 0), '#');
	return { isRight, share: weight ? Number(weight[1]) : null, text: text.trim(), feedback: feedback ?? '' };
}

/** Options; `isSingle` as soon as one is marked with `=`. */
export function choicesOf(texts: Texts, raw: string): { choices: Choice[]; isSingle: boolean } | null {
	const answers = answersOf(texts.draft, raw);
	return (
		answers && {
			choices: answers.map(({ isRight, share, text, feedback }) => ({
				text: textOf(texts, text),
				share: share ?? (isRight ? 100 : 0),
				feedback: textOf(texts, feedback)
			})),
			isSingle: answers.some(({ isRight }) => isRight)
		}
	);
}

const TRUTHS: Record<string, boolean> = { T: true, TRUE: true, F: false, FALSE: false };

/** `TRUE#said when it was wrong#said when it was right`; null when it is no truth. */
export function truthOf(texts: Texts, raw: string): Pick<TrueFalseQuestion, 'correct' | 'feedback'> | null {
	const [value, comments] = cut(raw, '#');
	const correct = TRUTHS[value.trim().toUpperCase()];
	if (correct === undefined) return null;
	const [wrong, right] = cut(comments ?? '', '#').map((comment) => textOf(texts, comment ?? ''));
	const [onTrue, onFalse] = correct ? [right, wrong] : [wrong, right];
	if (!onTrue && !onFalse) return { correct };
	return {
		correct,
		feedback: {
			...(onTrue && { true: texts.draft.words(onTrue) }),
			...(onFalse && { false: texts.draft.words(onFalse) })
		}
	};
}

/** Accepted texts; an only one needs no `=`. What earns nothing is left out. */
export function acceptedTexts(texts: Texts, raw: string): AcceptedText[] | null {
	const answers = find(raw, '=') < 0 ? [answerOf(true, raw)] : answersOf(texts.draft, raw);
	return answers && answers.flatMap((answer) => earning(texts, answer, { text: lineOf(answer.text) }));
}

/** `number:tolerance`, `from..to` or a number; several are marked with `=` each, what follows `~` is wrong. */
export function acceptedNumbers(texts: Texts, raw: string): AcceptedNumber[] | null {
	const [before = '', ...pieces] = splitBefore(raw, ['=', '~']);
	// Moodle takes the first without its mark too: {#3:2~#feedback}.
	const answers = [
		...(before.trim() ? [answerOf(true, before)] : []),
		...pieces.map((piece) => answerOf(piece[0] === '=', piece.slice(1)))
	];
	return answers.flatMap((answer) => {
		const written = unescape(answer.text).trim();
		if (answer.isRight || (answer.share ?? 0) > 0) return earning(texts, answer, { range: rangeOf(written) });
		texts.draft.remark('unsupported', `~${answer.text}#${answer.feedback}`.trim());
		return [];
	});
}

function rangeOf(written: string): AcceptedNumber['range'] {
	const [from = '', to] = written.split('..').map((part) => part.trim());
	if (to !== undefined) return { from, to };
	const [value = '', tolerance = '0'] = written.split(':').map((part) => part.trim());
	return { value, tolerance: tolerance || '0' };
}

function earning<T extends object>(
	texts: Texts,
	{ share, text, feedback }: Answer,
	what: T
): (T & { share: number; feedback?: ReturnType<Draft['words']> })[] {
	if ((share ?? 100) <= 0) {
		texts.draft.remark('unsupported', `${share}% ${text}`);
		return [];
	}
	const said = textOf(texts, feedback);
	return [{ ...what, share: share ?? 100, ...(said && { feedback: texts.draft.words(said) }) }];
}

/** Every answer of `{=left -> right}` has an arrow. */
export const isMatching = (raw: string): boolean =>
	find(raw, '=') >= 0 &&
	splitBefore(raw, ['='])
		.slice(1)
		.every((piece) => cut(piece, '#')[0].includes('->'));

/** Pairs; what has nothing on its left belongs to nothing. */
export function pairsOf(texts: Texts, raw: string): Pick<MatchingQuestion, 'pairs' | 'others'> | null {
	const [before = '', ...pieces] = splitBefore(raw, ['=']);
	if (before.trim()) return texts.draft.refuse('syntax', before.trim());
	const all = pieces.map((piece) => {
		const arrow = piece.indexOf('->');
		const right = formatOf(piece.slice(arrow + 2), 'plain');
		return {
			// Escaped in Markdown, an arrow is part of the words.
			left: textOf(texts, piece.slice(1, arrow)).replaceAll('-\\>', '->'),
			right: texts.draft.words(texts.draft.text(unescape(right.text).trim(), right.format))
		};
	});
	const pairs = all.filter(({ left }) => left);
	return {
		pairs: pairs.map(({ left, right }, i) => ({ id: `p${i + 1}`, left: texts.draft.words(left), right })),
		others: all.filter(({ left }) => !left).map(({ right }, i) => ({ id: `o${i + 1}`, right }))
	};
}
