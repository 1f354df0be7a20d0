import type { Question } from '$lib/features/bank';
import { MOST_OPTIONS, type TableItem } from './table';

/** What can be chosen in a question, and what of it is right; nothing for kinds without options, or with too many to count. */
export function choicesOf(question: Question): TableItem['options'] {
	switch (question.type) {
		case 'trueFalse':
			return [true, false].map((truth) => ({ id: String(truth), right: truth === question.correct }));
		case 'single':
		case 'multiple': {
			const { options, correct, policy } = question;
			if (options.length > MOST_OPTIONS) return [];
			const isRight = ({ id, share = 0 }: (typeof options)[number]) =>
				policy === 'perOption' ? share > 0 : [correct].flat().includes(id);
			return options.map((option) => ({ id: option.id, right: isRight(option) }));
		}
		default:
			return [];
	}
}

/** An answer as a bit for each option that it chose. */
export function bitsOf(options: TableItem['options'], given: unknown): number {
	if (!options.length || given === null || given === undefined) return 0;
	const chosen = Array.isArray(given) ? given.map(String) : [String(given)];
	return options.reduce((bits, { id }, place) => (chosen.includes(id) ? bits | (1 << place) : bits), 0);
}
