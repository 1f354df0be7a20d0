import type { CheckQuestion, Lesson, LessonBlock, ModuleContent } from '$lib/content/module-format';
import { localText, type Locale } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { moduleFileAddress } from '../addresses';
import { requireLearner } from '../learner.server';
import { isRight, orderOptions } from '../marking';
import { findOwnLesson, type LessonAnswer, type OwnLesson } from '../own-lesson.server';
import { blocksOf, renderedLesson, withHtml } from '../rendered.server';

/**
 * A lesson to read, in the reader's language. Null when the person has not begun the module: it is begun on the
 * module's page. Refuses a module or lesson that does not exist. `byScript`: the page's script asks, and has no
 * markup of it.
 */
export async function findLesson(
	ctx: Context,
	code: string,
	slug: string,
	{ byScript }: { byScript: boolean } = { byScript: false }
) {
	const own = await findOwnLesson(ctx.db, requireLearner(ctx), code, slug);
	if (!own) return null;
	const { content, lesson, lessons, versionId } = own;
	const { blocks, headings } = renderedLesson(versionId, content, lesson, ctx.locale);
	const at = content.lessons.indexOf(lesson);
	const mine = lessons.get(slug);
	const isFinished = (name: string) => (lessons.get(name)?.finishedAt ?? null) !== null;
	const neighbour = (index: number) => {
		const found = content.lessons[index];
		return found ? { slug: found.slug, title: localText(found.title, ctx.locale) } : null;
	};
	return {
		module: { code, title: localText(content.title, ctx.locale) },
		...{ slug, title: localText(lesson.title, ctx.locale), minutes: lesson.minutes, version: versionId },
		...{ number: at + 1, count: content.lessons.length },
		blocks: byScript ? withHtml(blocks) : blocks,
		headings,
		videos: listVideos(content, blocks, ctx.locale, mine?.watched),
		questions: listQuestions(lesson, blocks, ctx.locale, own),
		asks: lesson.asks ?? [],
		finished: isFinished(slug),
		/** Where to go on reading, 0 to 1; a finished lesson is opened at its beginning. */
		place: mine && !mine.finishedAt ? mine.place : 0,
		/** Ids of the parts that were opened. */
		parts: mine?.parts ?? [],
		previous: neighbour(at - 1),
		following: neighbour(at + 1),
		isLastOpen: content.lessons.every((one) => one === lesson || isFinished(one.slug)),
		isCompleted: own.completed
	};
}

export type LessonVideo = ReturnType<typeof listVideos>[string];
export type LessonQuestion = ReturnType<typeof showQuestion>;

/** The videos of a lesson by the name of their file; `watched`: how far each was watched, in seconds. */
export function listVideos(
	content: Pick<ModuleContent, 'files'>,
	blocks: readonly LessonBlock[],
	locale: Locale,
	watched: Record<string, number> = {}
) {
	return Object.fromEntries(
		blocksOf(blocks, 'video').map(({ name, captions }) => {
			const file = content.files![name]!;
			const track = captions && content.files?.[captions];
			return [
				name,
				{
					src: moduleFileAddress(name, file),
					mime: file.mime,
					track: track ? moduleFileAddress(captions, track) : null,
					locale,
					/** How far it was watched without a gap, in seconds. */
					watched: watched[name] ?? 0
				}
			];
		})
	);
}

type Answered = Pick<OwnLesson, 'enrolmentId' | 'answers'>;

/** The questions of a lesson by id, with their number in the text; `own`: of whom, null for nobody. */
export function listQuestions(
	lesson: Pick<Lesson, 'questions'>,
	blocks: readonly LessonBlock[],
	locale: Locale,
	own: Answered | null
) {
	return Object.fromEntries(
		blocksOf(blocks, 'question').flatMap(({ id }, index) => {
			const question = lesson.questions?.find((one) => one.id === id);
			return question ? [[id, { number: index + 1, ...showQuestion(question, locale, own) }]] : [];
		})
	);
}

/** Built field by field, so that nothing of the key is there before an answer is. */
function showQuestion(question: CheckQuestion, locale: Locale, own: Answered | null) {
	const answer = own?.answers.get(question.id);
	const options = orderOptions(question, `${own?.enrolmentId}/lesson`);
	return {
		...{ id: question.id, type: question.type, stem: localText(question.stem, locale) },
		options: options.map(({ id, text }) => ({ id, text: localText(text, locale) })),
		answer: answer ? showAnswer(question, options, answer, locale) : null
	};
}

function showAnswer(
	question: CheckQuestion,
	options: CheckQuestion['options'],
	answer: LessonAnswer,
	locale: Locale
) {
	return {
		right: isRight(question, answer.chosen),
		explanation: localText(question.explanation, locale),
		options: Object.fromEntries(
			options.map(({ id, correct, feedback }) => {
				const chosen = answer.chosen.includes(id);
				return [id, { correct, chosen, feedback: feedback && chosen ? localText(feedback, locale) : null }];
			})
		)
	};
}
