import type { Question } from '$lib/features/bank';

/** Ids of the right options of a question that is chosen from; `a` is true and `b` false. */
export function correctIds(question: Question): string[] {
	switch (question.type) {
		case 'single':
			return [question.correct];
		case 'multiple':
			return question.correct;
		case 'trueFalse':
			return [question.correct ? 'a' : 'b'];
		default:
			throw new RangeError(`${question.type} has no options`);
	}
}
