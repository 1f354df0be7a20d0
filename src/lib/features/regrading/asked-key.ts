import { shownOf, type AnyGiven, type Question, type Shown, type Words } from '$lib/features/bank';

/** Kinds whose key is said by answering the question rightly; the others list what is accepted, or shares. */
export function isAnswered(question: Question): boolean {
	if (question.type === 'multiple') return question.policy !== 'perOption';
	// Several right ones of a single choice earn all of it each.
	if (question.type === 'single')
		return (
			question.policy !== 'perOption' || question.options.every(({ share = 0 }) => [0, 100].includes(share))
		);
	return ['trueFalse', 'matching', 'ordering'].includes(question.type);
}

/** Essays have no key: they are read, by a rubric if they have one, which says what each level earns. */
export const hasKey = (question: Question): boolean =>
	question.type !== 'essay' || question.rubric.length > 0;

/** Words that say the same are one. */
export const said = (words: Words): string => JSON.stringify([words['zh-CN'] ?? '', words.en ?? '']);

/** The question as whoever corrects its key answers it: of a single choice too, several may be right. */
export function askedKey(question: Question): Shown {
	const { shown } = shownOf(question, (list) => [...list]);
	if (shown.type === 'single') return { ...shown, type: 'multiple' };
	if (shown.type !== 'matching') return shown;
	const once = shown.rights.filter(
		({ text }, i) => shown.rights.findIndex((right) => said(right.text) === said(text)) === i
	);
	return { ...shown, rights: once };
}

/** The key as an answer to `askedKey`. */
export function givenKey(question: Question): AnyGiven | null {
	switch (question.type) {
		case 'single':
			return rightOptions(question);
		case 'multiple':
		case 'trueFalse':
			return question.correct;
		case 'ordering':
			return question.items.map((_one, i) => `r${i + 1}`);
		case 'matching': {
			const asked = askedKey(question) as Extract<Shown, { type: 'matching' }>;
			const idOf = (words: Words) => asked.rights.find(({ text }) => said(text) === said(words))!.id;
			return Object.fromEntries(question.pairs.map(({ id, right }) => [id, idOf(right)]));
		}
		default:
			return null;
	}
}

/** Options of a single choice that earn everything. */
const rightOptions = ({ policy, options, correct }: Extract<Question, { type: 'single' }>): string[] =>
	policy === 'perOption' ? options.filter(({ share }) => share === 100).map(({ id }) => id) : [correct];
