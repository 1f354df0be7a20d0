import { checkLesson, shapeOf, type LessonProblem } from '$lib/content/lesson-check.server';
import type { CheckQuestion } from '$lib/content/module-format';
import { knowledgeAreas } from '$lib/content/training-vocabulary';
import { locales, type Locale, type LocalText } from '$lib/i18n/locales';
import { canonicalJson } from '$lib/shared/json';
import { findCycle, type Requirements } from '../prerequisites';
import type { DraftLesson, ModuleDraft } from './draft';

/** Where in a draft something is wrong. `lesson` is `check` for the questions of the check. */
export type ProblemPlace =
	| { section: 'about' | 'check' | 'lessons' }
	| { section: 'lesson'; lesson: string; locale?: Locale; line?: number }
	| { section: 'question'; lesson: string; question: string };

/** Something that stands in the way of publishing; the words are `staffAuthoring.problem.<code>`. */
export type DraftProblem = ProblemPlace & { code: ProblemCode; params: Record<string, string | number> };

export type ProblemCode =
	| `text.${LessonProblem['fault']}`
	| `missing.${'title' | 'summary' | 'outcomes' | 'area' | 'credit' | 'minutes' | 'lessons' | 'questions'}`
	| `missing.${'stem' | 'option' | 'explanation' | 'feedback'}`
	| `differ.${'parts' | 'videos' | 'questions'}`
	| `ask.${'parts' | 'videos' | 'questions'}`
	| 'question.unplaced'
	| `question.${'options' | 'one' | 'several' | 'two'}`
	| `requires.${'unknown' | 'cycle'}`;

/** What a draft is held against: what the modules that there are require, and what they are called. */
export interface Around {
	code: string;
	requirements: Requirements;
	titleOf: (code: string) => string;
}

const isBoth = (text: LocalText | undefined): boolean =>
	!!text && locales.every((locale) => text[locale]?.trim());

/** Everything that must be mended before a draft can be reviewed and published, in the order of its sections. */
export function findProblems(draft: ModuleDraft, around: Around): DraftProblem[] {
	const problems: DraftProblem[] = [];
	const at = (section: 'about' | 'lessons' | 'check', code: ProblemCode, params = {}): DraftProblem => ({
		...{ section, code, params }
	});
	const about = (code: ProblemCode, params = {}) => at('about', code, params);
	if (!isBoth(draft.title)) problems.push(about('missing.title'));
	if (!isBoth(draft.summary)) problems.push(about('missing.summary'));
	if (!draft.outcomes.length || !draft.outcomes.every(isBoth)) problems.push(about('missing.outcomes'));
	if (!knowledgeAreas.some((area) => area === draft.knowledgeArea)) problems.push(about('missing.area'));
	if (!draft.creditMinutes) problems.push(about('missing.credit'));
	for (const code of draft.requires.filter((one) => !around.requirements.has(one) && one !== around.code))
		problems.push(about('requires.unknown', { module: code }));
	const cycle = findCycle(new Map([...around.requirements, [around.code, draft.requires]]));
	if (cycle) problems.push(about('requires.cycle', { modules: cycle.map(around.titleOf).join(' → ') }));
	if (!draft.lessons.length) problems.push(at('lessons', 'missing.lessons'));
	for (const lesson of draft.lessons) problems.push(...ofLesson(lesson, draft));
	if (!draft.questions.length) problems.push(at('check', 'missing.questions'));
	for (const question of draft.questions) problems.push(...ofQuestion(question, 'check'));
	return problems;
}

/** What is wrong in one lesson, its questions included. */
export function ofLesson(lesson: DraftLesson, { files }: Pick<ModuleDraft, 'files'>): DraftProblem[] {
	const problems: DraftProblem[] = [];
	const here = { section: 'lesson' as const, lesson: lesson.slug };
	const say = (code: ProblemCode, params = {}) => problems.push({ ...here, code, params });
	if (!isBoth(lesson.title)) say('missing.title');
	if (!lesson.minutes) say('missing.minutes');
	const questions = lesson.questions.map(({ id }) => id);
	for (const locale of locales) {
		for (const { line, fault, about } of checkLesson(lesson.body[locale], { files, questions }))
			problems.push({ ...here, locale, line, code: `text.${fault}`, params: { about } });
	}
	const [one, other] = locales.map((locale) => shapeOf(lesson.body[locale]));
	if (one && other && locales.every((locale) => lesson.body[locale].trim())) {
		for (const what of ['parts', 'videos', 'questions'] as const)
			if (canonicalJson(one[what]) !== canonicalJson(other[what])) say(`differ.${what}`);
	}
	const shape = one ?? { parts: 0, videos: 0, questions: [] };
	for (const id of questions) if (!shape.questions.includes(id)) say('question.unplaced', { question: id });
	const has = { parts: shape.parts, videos: shape.videos, questions: questions.length };
	for (const ask of lesson.asks) if (!has[ask]) say(`ask.${ask}`);
	for (const question of lesson.questions) problems.push(...ofQuestion(question, lesson.slug));
	return problems;
}

/** What is wrong in one question. */
export function ofQuestion(question: CheckQuestion, lesson: string): DraftProblem[] {
	const { id, type, stem, options, explanation } = question;
	const problems: DraftProblem[] = [];
	const say = (code: ProblemCode) =>
		problems.push({ section: 'question', lesson, question: id, code, params: { question: id } });
	if (!isBoth(stem)) say('missing.stem');
	if (!options.every(({ text }) => isBoth(text))) say('missing.option');
	if (!options.every(({ feedback }) => !feedback || isBoth(feedback))) say('missing.feedback');
	if (!isBoth(explanation)) say('missing.explanation');
	const right = options.filter(({ correct }) => correct).length;
	if (type === 'trueFalse' ? options.length !== 2 : options.length < 2)
		say(type === 'trueFalse' ? 'question.two' : 'question.options');
	if (type === 'multiple' ? right < 2 : right !== 1)
		say(type === 'multiple' ? 'question.several' : 'question.one');
	return problems;
}
