import { z } from 'zod';
import { id, isoDate, key, requiredText, wholeNumber } from '$lib/shared/form';
import { findPersonalNumber } from './privacy';
import { isSentence } from './rules';
import {
	endReasons,
	MAX_MINUTES,
	MIN_MINUTES,
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

/** What HR says when pairing two people. `plannedMinutes` is in minutes; the form asks for hours. */
export interface CreatePairing {
	traineeId: string;
	mentorId: string;
	startsOn: string;
	endsOn: string;
	plannedMinutes: number;
	goal: string;
}

export const createPairingSchema = z
	.object({
		traineeId: id,
		mentorId: id,
		startsOn: isoDate,
		endsOn: isoDate,
		plannedHours: wholeNumber(1, 1000),
		goal: requiredText(500)
	})
	.transform(({ plannedHours, ...rest }): CreatePairing => ({ ...rest, plannedMinutes: plannedHours * 60 }));

export const endPairingSchema = z.object({
	pairingId: id,
	reason: z.enum(endReasons, key('app.field.choice'))
});
export type EndPairing = z.output<typeof endPairingSchema>;

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

const session = z.object({
	occurredOn: isoDate,
	/** A usual length, or "other" with the free field. */
	preset: z.string().optional(),
	minutes: z.string().optional(),
	steps,
	rubric: z.object({ character: level, skill: level, work: level }).default({}),
	note: withoutNumbers(z.string().trim().max(1000, key('app.field.too_long'))).default('')
});

/** What a mentor says of one session. */
export interface SessionContent {
	occurredOn: string;
	minutes: number;
	steps: WorkStep[];
	rubric: Rubric;
	note: string;
}

function readSession(
	{ preset, rubric, ...rest }: z.output<typeof session>,
	check: z.RefinementCtx
): SessionContent {
	const parsed = minutes.safeParse(preset && preset !== 'other' ? preset : rest.minutes || undefined);
	if (!parsed.success) {
		check.addIssue({ code: 'custom', path: ['minutes'], message: key('mentoring.minutes.range') });
		return z.NEVER;
	}
	const seen = Object.entries(rubric).filter(([, value]) => value !== undefined);
	return { ...rest, minutes: parsed.data, rubric: Object.fromEntries(seen) as Record<string, RubricLevel> };
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

export const countersignShadowingSchema = z.object({
	entryId: id,
	reflection: withoutNumbers(
		requiredText(1000).refine(isSentence, { message: key('mentoring.reflection.short'), abort: true })
	)
});
export type CountersignShadowing = z.output<typeof countersignShadowingSchema>;

export const disputeShadowingSchema = z.object({ entryId: id, reason: withoutNumbers(requiredText(1000)) });
export type DisputeShadowing = z.output<typeof disputeShadowingSchema>;
