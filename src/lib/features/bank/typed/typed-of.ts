import type { AcceptedText, Question, Words } from '../question';
import { emptyRow, emptyTyped } from './empty';
import type { TypedQuestion, TypedRow, TypedWords } from './typed';

const typedWords = (words?: Words): TypedWords => ({ 'zh-CN': words?.['zh-CN'] ?? '', en: words?.en ?? '' });
const textRow = ({ text, share, feedback }: AcceptedText, gap = ''): TypedRow => ({
	...emptyRow(''),
	...{ answer: text, gap, share: String(share), feedback: typedWords(feedback) }
});

/** A question as its editor's form holds it; reading that form again gives the same question. */
export function typedOf(question: Question, pictures: Record<string, string> = {}): TypedQuestion {
	return {
		...{ ...emptyTyped(question.type), rows: [] },
		...{ stem: typedWords(question.stem), explanation: typedWords(question.explanation) },
		pictures: Object.entries(pictures).map(([name, id]) => ({ name, id })),
		...partsOf(question)
	};
}

function partsOf(question: Question): Partial<TypedQuestion> {
	switch (question.type) {
		case 'single':
		case 'multiple':
			return {
				policy: question.policy,
				correct: [question.correct].flat(),
				rows: question.options.map(({ id, text, feedback, share }) => ({
					...{ ...emptyRow(id), text: typedWords(text), feedback: typedWords(feedback) },
					share: share === undefined ? '' : String(share)
				}))
			};
		case 'trueFalse':
			return {
				correct: [String(question.correct)],
				feedback: { true: typedWords(question.feedback?.true), false: typedWords(question.feedback?.false) }
			};
		case 'numeric':
			return {
				rows: question.accepted.map(({ range, share, feedback }) => ({
					...{ ...emptyRow(''), share: String(share), feedback: typedWords(feedback) },
					...('value' in range
						? { kind: 'value', first: range.value, second: range.tolerance }
						: { kind: 'range', first: range.from, second: range.to })
				})),
				unit: question.unit?.name ?? '',
				others: (question.unit?.others ?? []).map(({ name, factor }) => ({
					...{ ...emptyRow(''), answer: name, first: factor }
				}))
			};
		case 'fillIn':
			return {
				...question.matching,
				rows: question.gaps.flatMap(({ id, accepted }) => accepted.map((one) => textRow(one, id)))
			};
		case 'shortAnswer':
			return { ...question.matching, rows: question.accepted.map((one) => textRow(one)) };
		case 'matching':
			return {
				policy: question.policy,
				rows: [
					...question.pairs.map(({ id, left, right }) => ({
						...{ ...emptyRow(id), left: typedWords(left), right: typedWords(right) }
					})),
					...question.others.map(({ id, right }) => ({ ...emptyRow(id), right: typedWords(right) }))
				]
			};
		case 'ordering':
			return {
				policy: question.policy,
				rows: question.items.map(({ id, text }) => ({ ...emptyRow(id), text: typedWords(text) }))
			};
		case 'essay':
			return {
				rows: question.rubric.map(({ id, criterion, weight, levels }) => ({
					...{ ...emptyRow(id), text: typedWords(criterion), share: String(weight) },
					levels: levels.map(({ share, words }) => ({ share: String(share), words: typedWords(words) }))
				})),
				model: typedWords(question.model),
				longest: question.longest ? String(question.longest) : ''
			};
	}
}
