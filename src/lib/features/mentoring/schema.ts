import { z } from 'zod';
import { id, isoDate, key, requiredText, uploadedFileSchema, type SentFile } from '$lib/shared/form';
import { findPersonalNumber } from './privacy';
import {
	MAX_MINUTES,
	meetingKinds,
	MIN_MINUTES,
	type MeetingKind,
	type Rubric,
	type RubricLevel,
	type WorkStep
} from './vocabulary';

/** Refuses a text that names a customer's number; what is signed can never be taken back. */
const withoutNumbers = <S extends z.ZodType<string, string | undefined>>(schema: S) =>
	schema.superRefine((text, check) => {
		const code = findPersonalNumber(text);
		if (code) check.addIssue({ code: 'custom', message: code });
	});

const minutes = z.coerce
	.number(key('mentoring.minutes.range'))
	.int(key('mentoring.minutes.range'))
	.min(MIN_MINUTES, key('mentoring.minutes.range'))
	.max(MAX_MINUTES, key('mentoring.minutes.range'));

/** Radio buttons post "" for "not observed"; a lone checkbox posts a string instead of a list. */
const level = z.preprocess(
	(value) => (value === '' || value === null ? undefined : value),
	z.coerce
		.number()
		.int(key('app.field.choice'))
		.min(1, key('app.field.choice'))
		.max(4, key('app.field.choice'))
		.optional()
);
const steps = z.preprocess(
	(value) => (value === undefined || Array.isArray(value) ? (value ?? []) : [value]),
	z
		.array(z.coerce.number().int().min(1).max(7))
		.min(1, key('mentoring.steps.required'))
		.transform((list) => [...new Set(list)].sort() as WorkStep[])
);

const empty = (value: unknown) => (value === '' || value === undefined ? null : value);
const rubric = z.object({ character: level, skill: level, work: level }).default({});

const session = z.object({
	occurredOn: isoDate,
	/** Local time of the day, in hours and minutes. */
	startedAt: z
		.string(key('mentoring.time.required'))
		.regex(/^([01]\d|2[0-3]):[0-5]\d$/, key('mentoring.time.required')),
	/** A usual length, or "other" with the free field. */
	preset: z.string().optional(),
	minutes: z.string().optional(),
	steps,
	meeting: z.preprocess(empty, z.enum(meetingKinds, key('app.field.choice')).nullable()),
	rubric,
	note: withoutNumbers(z.string().trim().max(1000, key('app.field.too_long'))).default(''),
	deviceId: z.preprocess(empty, id.nullable()),
	/** What the device's clock says while it sends. */
	deviceTime: z.preprocess(empty, z.iso.datetime({ offset: true }).nullable()).catch(null),
	pictures: z.array(uploadedFileSchema).default([])
});

/** What one side says of a session. */
export interface SessionContent {
	occurredOn: string;
	/** `HH:MM`, local time of that day; null: not said (entries of before). */
	startedAt?: string | null;
	minutes: number;
	steps: WorkStep[];
	meeting?: MeetingKind | null;
	/** Of the mentor; a trainee gives none. */
	rubric: Rubric;
	note: string;
	/** What a device named it before it could send it: the same again writes nothing. */
	deviceId?: string | null;
	/** What the device's clock said on sending; the server's is the one that counts. */
	deviceTime?: string | null;
	/** As they came; they are kept without what they say of place, time and device. */
	pictures?: SentFile[];
}

/** The levels that were given. */
const readRubric = (given: z.output<typeof rubric>): Rubric =>
	Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Record<
		string,
		RubricLevel
	>;

function readSession(
	{ preset, rubric, ...rest }: z.output<typeof session>,
	check: z.RefinementCtx
): SessionContent {
	const parsed = minutes.safeParse(preset && preset !== 'other' ? preset : rest.minutes || undefined);
	if (!parsed.success) {
		check.addIssue({ code: 'custom', path: ['minutes'], message: key('mentoring.minutes.range') });
		return z.NEVER;
	}
	return { ...rest, minutes: parsed.data, rubric: readRubric(rubric) };
}

export interface LogShadowing extends SessionContent {
	pairingId: string;
}
export const logShadowingSchema = session
	.extend({ pairingId: id })
	.transform(({ pairingId, ...rest }, check): LogShadowing => ({ ...readSession(rest, check), pairingId }));

export interface ReplaceShadowing extends SessionContent {
	/** The disputed entry. */
	entryId: string;
}
export const replaceShadowingSchema = session
	.extend({ entryId: id })
	.transform(({ entryId, ...rest }, check): ReplaceShadowing => ({ ...readSession(rest, check), entryId }));

/** The trainee's reflection, or the mentor's words (which may be empty) and what they observed. */
export interface CountersignShadowing {
	entryId: string;
	reflection: string;
	rubric?: Rubric;
}
export const countersignShadowingSchema = z
	.object({
		entryId: id,
		reflection: withoutNumbers(z.string().trim().max(1000, key('app.field.too_long'))).default(''),
		rubric
	})
	.transform(({ rubric, ...rest }): CountersignShadowing => ({ ...rest, rubric: readRubric(rubric) }));

export const disputeShadowingSchema = z.object({ entryId: id, reason: withoutNumbers(requiredText(1000)) });
export type DisputeShadowing = z.output<typeof disputeShadowingSchema>;

export const settleShadowingSchema = z.object({
	entryId: id,
	counted: z.enum(['yes', 'no'], key('app.field.choice')).transform((value) => value === 'yes'),
	reason: withoutNumbers(requiredText(1000))
});
export type SettleShadowing = z.output<typeof settleShadowingSchema>;

export const settleFlagSchema = z.object({
	flagId: id,
	cleared: z.enum(['yes', 'no'], key('app.field.choice')).transform((value) => value === 'yes'),
	note: withoutNumbers(requiredText(1000))
});
export type SettleFlag = z.output<typeof settleFlagSchema>;
