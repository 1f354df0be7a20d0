import { z } from 'zod';
import { id, key, requiredText, wholeNumber } from '$lib/shared/form';

/** Longest text of a standard, in characters: ten times the longest that is known. */
export const LONGEST_TEXT = 200_000;

/** A standard's text as it is kept: browsers send CRLF from a form, and a file ends with a line break. */
export const normalText = (text: string): string => `${text.replace(/\r\n?/g, '\n').trimEnd()}\n`;

const yaml = z
	.string(key('app.field.required'))
	.max(LONGEST_TEXT, key('tiers.draft.too_long'))
	.transform(normalText);
const version = wholeNumber(1, 1_000_000);

export const fromVersionSchema = z.object({ baseId: id });
/** An empty standard for a ladder that does not exist yet. */
export const newLadderSchema = z.object({
	ladder: requiredText(40).regex(/^[a-z][a-zA-Z0-9]*$/, key('tiers.draft.ladder_name')),
	nameZh: requiredText(80),
	nameEn: requiredText(80)
});
export type StartDraft = z.infer<typeof fromVersionSchema> | z.infer<typeof newLadderSchema>;

/** `over`: the version that the writer has seen and means to replace, in place of the one they started from. */
export const saveDraftSchema = z.object({
	draftId: id,
	yaml,
	version,
	over: version.optional()
});
export type SaveDraft = z.infer<typeof saveDraftSchema>;

/** `seenId`: the newest published version, when the writer says that they have taken it into account. */
export const submitDraftSchema = z.object({
	draftId: id,
	version,
	seenId: z.union([id, z.literal('')]).optional()
});
export type SubmitDraft = z.infer<typeof submitDraftSchema>;

export const draftSchema = z.object({ draftId: id, version });
export type OneDraft = z.infer<typeof draftSchema>;

export const returnDraftSchema = z.object({ draftId: id, note: requiredText(1000) });
export type ReturnDraft = z.infer<typeof returnDraftSchema>;

/** What the editor asks while somebody types. */
export const checkDraftSchema = z.object({ yaml, locale: z.enum(['zh-CN', 'en']) });
export type CheckDraft = z.infer<typeof checkDraftSchema>;
