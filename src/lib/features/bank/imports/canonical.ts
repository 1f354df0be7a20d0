import { isLocale, type Locale } from '$lib/i18n/locales';
import type { Question } from '../question';

/** A question's words in some languages alone, as a file in those languages has it; texts without any are left out. */
export function spokenIn<T>(value: T, languages: readonly Locale[]): T {
	if (Array.isArray(value)) return value.map((one) => spokenIn(one, languages)) as T;
	if (value === null || typeof value !== 'object') return value;
	const entries = Object.entries(value)
		.filter(([key]) => !isLocale(key) || languages.includes(key))
		.map(([key, one]) => [key, spokenIn(one, languages)] as const)
		.filter(([, one]) => !isEmpty(one));
	return Object.fromEntries(entries) as T;
}

const isEmpty = (value: unknown): boolean =>
	value !== null && typeof value === 'object' && !Array.isArray(value) && !Object.keys(value).length;

/** A question with ids by the places of its parts: files have no place for those that the bank gave. */
export function canonicalQuestion(question: Question): Question {
	const letter = (i: number) => String.fromCharCode(97 + i);
	switch (question.type) {
		case 'single':
		case 'multiple': {
			const ids = new Map(question.options.map(({ id }, i) => [id, letter(i)]));
			const options = question.options.map((option, i) => ({ ...option, id: letter(i) }));
			return question.type === 'single'
				? { ...question, options, correct: ids.get(question.correct) ?? '' }
				: { ...question, options, correct: question.correct.map((id) => ids.get(id) ?? '').sort() };
		}
		case 'matching':
			return {
				...question,
				pairs: question.pairs.map((pair, i) => ({ ...pair, id: `p${i + 1}` })),
				others: question.others.map((other, i) => ({ ...other, id: `o${i + 1}` }))
			};
		case 'ordering':
			return { ...question, items: question.items.map((item, i) => ({ ...item, id: letter(i) })) };
		case 'essay':
			return { ...question, rubric: question.rubric.map((row, i) => ({ ...row, id: String(i + 1) })) };
		default:
			return question;
	}
}
