import { z } from 'zod';
import { id, key, optionalText, requiredText, uploadedFileSchema, wholeNumber } from '$lib/shared/form';

/** Addresses that a module or a lesson of such a name would hide. */
const TAKEN = new Set(['check', 'drafts', 'files', 'new', 'paths', 'questions', 'search']);
const slug = requiredText(60)
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, key('training.draft.slug'))
	.refine((name) => !TAKEN.has(name), key('training.draft.slug_taken'));
const named = z.string().max(60, key('app.field.unreadable'));
const line = z.string().trim().max(300, key('app.field.too_long')).default('');
const text = z
	.string()
	.max(200_000, key('app.field.too_long'))
	.default('')
	.transform((one) => one.replace(/\r\n?/g, '\n'));
const bothLines = z.object({ 'zh-CN': line, en: line });
const bothTexts = z.object({ 'zh-CN': text, en: text });
const paragraph = z.string().trim().max(2000, key('app.field.too_long')).default('');
const bothParagraphs = z.object({ 'zh-CN': paragraph, en: paragraph });
/** A number of a form that may be left empty. */
const openNumber = (min: number, max: number) =>
	z.union([z.literal('').transform(() => null), z.undefined().transform(() => null), wholeNumber(min, max)]);
const list = z
	.union([z.array(named).max(100), named.transform((one) => [one])])
	.default([])
	.transform((all) => [...new Set(all.filter(Boolean))]);

export const newModuleSchema = z.object({
	code: slug,
	title: z.object({ 'zh-CN': requiredText(120), en: requiredText(120) })
});
export const nextVersionSchema = z.object({ module: named });
export type StartModuleDraft = z.infer<typeof newModuleSchema> | z.infer<typeof nextVersionSchema>;

/** `seen`: the mark of the part as the writer last saw it; `over`: that of a newer one which they mean to replace. */
const part = z.object({ draftId: id, seen: z.string().max(80), over: z.string().max(80).optional() });
export type DraftPart = z.infer<typeof part>;

export const saveAboutSchema = part.extend({
	...{ title: bothLines, summary: bothParagraphs, outcomes: bothTexts },
	...{ knowledgeArea: named.default(''), tiers: list, requires: list, creditMinutes: openNumber(1, 6000) }
});
export type SaveAbout = z.infer<typeof saveAboutSchema>;

export const saveLessonSchema = part.extend({
	...{ lesson: named, title: bothLines, minutes: openNumber(1, 600), body: bothTexts },
	asks: list.pipe(z.array(z.enum(['parts', 'videos', 'questions'], key('app.field.choice'))))
});
export type SaveLesson = z.infer<typeof saveLessonSchema>;

export const importLessonSchema = part.extend({
	...{ lesson: named, locale: z.enum(['zh-CN', 'en'], key('app.field.choice')) },
	file: uploadedFileSchema
});
export type ImportLesson = z.infer<typeof importLessonSchema>;

export const addLessonSchema = z.object({
	draftId: id,
	slug,
	title: z.object({ 'zh-CN': requiredText(120), en: requiredText(120) })
});
export type AddLesson = z.infer<typeof addLessonSchema>;

const act = z.enum(['up', 'down', 'remove'], key('app.field.choice'));
export const arrangeLessonsSchema = z.object({ draftId: id, lesson: named, act });
export type ArrangeLessons = z.infer<typeof arrangeLessonsSchema>;

export const addQuestionSchema = z.object({ draftId: id, place: named });
export type AddQuestion = z.infer<typeof addQuestionSchema>;
export const arrangeQuestionsSchema = addQuestionSchema.extend({ question: named, act });
export type ArrangeQuestions = z.infer<typeof arrangeQuestionsSchema>;

const option = z.object({ text: bothParagraphs, feedback: bothParagraphs });
export const saveQuestionSchema = part.extend({
	...{ place: named, question: named, stem: bothParagraphs, explanation: bothParagraphs },
	type: z.enum(['single', 'multiple', 'trueFalse'], key('app.field.choice')),
	options: z.record(z.string().regex(/^[a-f]$/), option),
	correct: list
});
export type SaveQuestion = z.infer<typeof saveQuestionSchema>;

export const saveCheckSchema = part.extend({
	...{ passMark: wholeNumber(1, 100), tries: openNumber(1, 20), waitMinutes: wholeNumber(0, 10_080) }
});
export type SaveCheck = z.infer<typeof saveCheckSchema>;

export const addFileSchema = z.object({ draftId: id, file: uploadedFileSchema });
export const removeFileSchema = z.object({ draftId: id, name: z.string().max(200) });
export type RemoveFile = z.infer<typeof removeFileSchema>;

/** `revision`: of the draft as the page showed it, so that nobody submits or publishes what they have not seen. */
export const draftRevisionSchema = z.object({ draftId: id, revision: wholeNumber(1, 1_000_000_000) });
export type DraftRevision = z.infer<typeof draftRevisionSchema>;
export const acceptModuleSchema = draftRevisionSchema.extend({ note: optionalText(1000) });
export type AcceptModule = z.infer<typeof acceptModuleSchema>;
export const returnModuleSchema = z.object({ draftId: id, note: requiredText(1000) });
export type ReturnModule = z.infer<typeof returnModuleSchema>;
export const discardModuleSchema = z.object({ draftId: id });
export type DiscardModule = z.infer<typeof discardModuleSchema>;
export const moduleCodeSchema = z.object({ module: named });
export type ModuleCode = z.infer<typeof moduleCodeSchema>;

/** What the editor asks while somebody types. */
export const previewLessonSchema = z.object({ locale: z.enum(['zh-CN', 'en']), text });
export type PreviewLesson = z.infer<typeof previewLessonSchema>;
