import type { CheckQuestion } from '$lib/content/module-format';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { questionsAt, withQuestions } from '../drafts/draft';
import { editDraft } from '../drafts/edit.server';
import type { SaveQuestion } from '../drafts/schema';

/** Saves a question of the check or of a lesson. Options without any words are left out. */
export const saveDraftQuestion = (ctx: Context, input: SaveQuestion) =>
	editDraft(ctx, input, {
		part: `question:${input.place}:${input.question}`,
		of: (draft) => questionsAt(draft, input.place)?.find(({ id }) => id === input.question),
		change: (draft) => {
			const questions = questionsAt(draft, input.place);
			if (!questions?.some(({ id }) => id === input.question)) throw notFound();
			const next = questionOf(input);
			return withQuestions(
				draft,
				input.place,
				questions.map((one) => (one.id === next.id ? next : one))
			);
		}
	});

const hasWords = (text: LocalText) => Boolean(text['zh-CN'] || text.en);

function questionOf({ question, type, stem, options, correct, explanation }: SaveQuestion): CheckQuestion {
	return {
		...{ id: question, type, stem, explanation },
		options: Object.entries(options)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.filter(([id, { text }]) => hasWords(text) || correct.includes(id))
			.map(([id, { text, feedback }]) => ({
				...{ id, text, correct: correct.includes(id) },
				...(hasWords(feedback) ? { feedback } : {})
			}))
	};
}
