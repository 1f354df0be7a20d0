import type { MultiplePolicy, QuestionType } from '../question';

/** Policies of a kind, the first one that of new questions; none where marks cannot be shared out. */
export const policiesOf = (type: QuestionType): readonly MultiplePolicy[] =>
	type === 'single'
		? ['allOrNothing', 'perOption']
		: type === 'multiple'
			? ['allOrNothing', 'partial', 'partialWithPenalty', 'perOption']
			: type === 'matching' || type === 'ordering'
				? ['partial', 'allOrNothing']
				: [];
