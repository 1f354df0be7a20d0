import type { Locale } from '$lib/i18n/locales';
import type { Question, Words } from '../question';
import { plainToMarkdown } from './markdown';
import type { ParsedCase, SaidAbout } from './parsed';

/** A question with its place in the bank, as it goes into a file. */
export interface Exported {
	name: string;
	category: string[];
	tags: string[];
	question: Question;
	about?: SaidAbout;
	/** The material that it belongs to, which stands before the first of its questions. */
	case?: ParsedCase;
}

/** What a format cannot say. */
export interface Omission {
	/** Of the question in the list, from 0. */
	index: number;
	/** The question's type, or the part of it: `policy`, `feedback`, `rubric`, `unit` … */
	what: string;
	/** The question is in the file all the same, without this part. */
	minor?: true;
}

export interface Written {
	text: string;
	omissions: Omission[];
}

/** Words in the language wanted, else in the other. */
export const inLanguage = (words: Words | undefined, locale: Locale): string =>
	words?.[locale]?.trim() || words?.['zh-CN']?.trim() || words?.en?.trim() || '';

/** Markdown that is nothing but characters as these; null when marks, pictures or the like would be lost. */
export function asPlain(markdown: string): string | null {
	const plain = markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1').replace(/ {2}\n/g, '\n');
	return plainToMarkdown(plain) === markdown ? plain : null;
}

/** Parts of a question that files of Moodle have no place for, so that they stay behind. */
export function partsLeft(question: Question): string[] {
	switch (question.type) {
		case 'multiple':
			// All or nothing has no shares that say it, unless one option is all there is.
			return question.policy === 'allOrNothing' && question.correct.length > 1 ? ['policy'] : [];
		case 'matching':
			return question.policy === 'allOrNothing' ? ['policy'] : [];
		case 'essay':
			return question.rubric.length ? ['rubric'] : [];
		default:
			return [];
	}
}

/** Shares that come nearest to a policy, for formats that know shares only: what is right, in equal parts. */
export function sharesOf(question: Extract<Question, { type: 'single' | 'multiple' }>): number[] {
	if (question.policy === 'perOption') return question.options.map(({ share = 0 }) => share);
	if (question.type === 'single')
		return question.options.map(({ id }) => (id === question.correct ? 100 : 0));
	const part = Math.round(10_000_000 / question.correct.length) / 100_000;
	// Moodle takes nothing off for a wrong one unless it has a share of its own.
	const wrong = { allOrNothing: -100, partial: -100, partialWithPenalty: -part }[question.policy];
	return question.options.map(({ id }) => (question.correct.includes(id) ? part : wrong));
}
