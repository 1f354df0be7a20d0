import { locales, type Locale } from '$lib/i18n/locales';
import { questionTypes, type Question, type QuestionType, type Words } from '../question';
import type { Aliases, Shown } from '../shown';

/** Material that stands once before its questions; they have the same `id`. */
export interface PrintedCase {
	id: string;
	title: Words;
	material: Words;
}

export interface PrintedQuestion {
	/** Its place on the paper, from 1. */
	number: number;
	marks: number;
	/** What the candidate sees, right sides and things to order already mixed. */
	shown: Shown;
	/** Options' ids in this form's order; as shown where it is missing. */
	optionOrder?: readonly string[];
	case: PrintedCase | null;
}

/** With what the key needs besides: question paper and answer sheet are drawn without it. */
export interface KeyedQuestion extends PrintedQuestion {
	/** From `shownOf`: the question's own id by the shown one. */
	aliases: Aliases;
	question: Question;
}

/** Whose copy it is, where each candidate has one: printed instead of lines to fill in. */
export interface PrintedCandidate {
	/** Number of the admission ticket: stands in words and as a QR code on every page. */
	ticket: string;
	name: string;
	employeeNo: string;
	unit: string;
	room: string;
	chair: number | null;
}

export type SectionKind = QuestionType | 'case';

export interface PrintedSection<Q = PrintedQuestion> {
	kind: SectionKind;
	/** Stand under the section's heading instead of those of its kind. */
	instructions?: Words;
	questions: Q[];
}

/** One form of a paper, with all that its question paper and its answer sheet show; of `KeyedQuestion`, its key too. */
export interface PrintedPaper<Q = PrintedQuestion> {
	title: Words;
	organisation: Words;
	code: string;
	/** `A`, `B` …: stands on every page. */
	form: string;
	locale: Locale;
	minutes: number;
	marks: number;
	/** The day of the exam, `YYYY-MM-DD`. */
	date: string;
	/** The first characters of the sealed paper's hash. */
	contentHash: string;
	/** `paper`: room for answers stands under the questions; `sheet`: answers go on the answer sheet alone. */
	answersOn: 'paper' | 'sheet';
	sections: PrintedSection<Q>[];
	/** Absent where copies are handed out to anybody. */
	candidate?: PrintedCandidate;
}

/** Pictures by the name under which the words show them: PNG or JPEG. */
export type Pictures = ReadonlyMap<string, Uint8Array>;

/** The words in a language, or in the other one. */
export const wordsIn = (words: Words | undefined, locale: Locale): string =>
	words?.[locale]?.trim() || locales.map((other) => words?.[other]?.trim()).find(Boolean) || '';

/** A, B … Z, AA, AB … for 0, 1 … */
export const letterOf = (place: number): string =>
	(place >= 26 ? letterOf(Math.floor(place / 26) - 1) : '') + String.fromCharCode(65 + (place % 26));

/** The options of a single or multiple choice as this form orders them; what the order forgets comes last. */
export function optionsOf({ shown, optionOrder = [] }: Pick<PrintedQuestion, 'shown' | 'optionOrder'>) {
	if (shown.type !== 'single' && shown.type !== 'multiple') return [];
	const place = new Map(optionOrder.map((id, at) => [id, at]));
	const at = (id: string) => place.get(id) ?? Infinity;
	return [...shown.options].sort((a, b) => (at(a.id) === at(b.id) ? 0 : at(a.id) - at(b.id)));
}

/** The letter on this form of everything that has one, by the question's own id. */
export function lettersOf(printed: KeyedQuestion): Map<string, string> {
	const { shown, aliases } = printed;
	const listed =
		shown.type === 'matching' ? shown.rights : shown.type === 'ordering' ? shown.items : optionsOf(printed);
	return new Map(listed.map(({ id }, place) => [aliases[id] ?? id, letterOf(place)]));
}

/**
 * Questions in the order of a paper as its sections: one for each kind in the usual order, cases last, each section in
 * the order given. Numbers them through.
 */
export function layOutSections<Q extends { shown: Pick<Shown, 'type'>; case: { id: string } | null }>(
	questions: readonly Q[]
): PrintedSection<Q & { number: number }>[] {
	let number = 0;
	const kinds: SectionKind[] = [...questionTypes, 'case'];
	return kinds.flatMap((kind) => {
		const own = questions.filter((one) => (one.case ? 'case' : one.shown.type) === kind);
		const cases = [...new Set(own.map((one) => one.case?.id))];
		// The questions of a case stand together, whatever stood between them.
		const ordered = cases.flatMap((id) => own.filter((one) => one.case?.id === id));
		return own.length ? [{ kind, questions: ordered.map((one) => ({ ...one, number: ++number })) }] : [];
	});
}

const DIGITS = '〇一二三四五六七八九';

/** 一, 二 … 十, 十一 … 九十九 for sections in Chinese; Roman numerals in English. */
export function sectionNumber(number: number, locale: Locale): string {
	if (locale === 'zh-CN') {
		const [tens, ones] = [Math.floor(number / 10), number % 10];
		const ten = tens ? `${tens > 1 ? DIGITS[tens] : ''}十` : '';
		return ten + (ones ? DIGITS[ones] : '');
	}
	const signs: [string, number][] = [
		...([
			['L', 50],
			['XL', 40],
			['X', 10],
			['IX', 9]
		] as [string, number][]),
		...([
			['V', 5],
			['IV', 4],
			['I', 1]
		] as [string, number][])
	];
	let left = number;
	let text = '';
	for (const [sign, value] of signs) for (; left >= value; left -= value) text += sign;
	return text;
}

/** The marks that every question of a section earns; null where they differ. */
export function marksEach({ questions }: PrintedSection<{ marks: number }>): number | null {
	const [first] = questions;
	return first && questions.every(({ marks }) => marks === first.marks) ? first.marks : null;
}

/** A sum of marks without binary dust: 0.1 and 0.2 make 0.3. */
export const sumOfMarks = (questions: readonly { marks: number }[]): number =>
	Math.round(questions.reduce((sum, { marks }) => sum + marks, 0) * 1000) / 1000;
