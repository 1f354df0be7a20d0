import { z } from 'zod';
import type { AnyGiven } from '$lib/features/bank';
import { instantIn } from '$lib/shared/dates';
import { id, key, requiredText, wholeNumber } from '$lib/shared/form';
import { examTiers } from './types';

/** A form's date and time in the organisation's zone, as an instant. */
const localTime = z.string(key('app.field.required')).transform((text, check) => {
	const instant = instantIn(text.trim());
	if (instant) return instant;
	check.addIssue({ code: 'custom', message: key(text.trim() ? 'app.field.date' : 'app.field.required') });
	return z.NEVER;
});

export const createSittingSchema = z.object({
	titleZh: requiredText(60),
	titleEn: requiredText(120),
	ladder: z.string().max(40).default('bank'),
	tier: z.enum(examTiers, key('app.field.choice')),
	blueprintId: id,
	registrationOpensAt: localTime,
	registrationClosesAt: localTime,
	opensAt: localTime,
	closesAt: localTime,
	/** Time limit of an attempt. */
	minutes: wholeNumber(1, 480),
	passPercent: wholeNumber(1, 100),
	/** Sealed papers that candidates get in turn; without any, each candidate's paper is drawn. */
	paperIds: z.array(id).max(20).optional()
});
export type CreateSitting = z.output<typeof createSittingSchema>;

export const updateSittingSchema = createSittingSchema.extend({ sittingId: id });
export type UpdateSitting = z.output<typeof updateSittingSchema>;

export const registerForSittingSchema = z.object({ sittingId: id });
export type RegisterForSitting = z.output<typeof registerForSittingSchema>;

export const withdrawRegistrationSchema = z.object({ sittingId: id });
export type WithdrawRegistration = z.output<typeof withdrawRegistrationSchema>;

export const startAttemptSchema = z.object({ sittingId: id });
export type StartAttempt = z.output<typeof startAttemptSchema>;

const position = z.coerce.number().int().min(1).max(1000);
const seq = z.coerce.number().int().min(1).max(1_000_000);

/** Most characters of a part of an answer: as many as an essay may have. */
const LONGEST = 20_000;
/** What a database keeps of a text: neither zero characters nor halves of pairs. */
const text = z
	.string()
	.max(LONGEST)
	.transform((words) => words.replaceAll('\0', '').toWellFormed());
const name = z
	.string()
	.max(100)
	.regex(/^[^\0\p{Cs}]*$/u);

/** An answer in the ids that are shown; whether it fits its question is asked of the drawn paper. Blank is none. */
const given = z
	.union([z.null(), z.boolean(), text, z.array(name).max(100), z.record(name, text)])
	.transform((answer): AnyGiven | null => (isBlank(answer) ? null : answer));
const isBlank = (answer: unknown): boolean =>
	typeof answer === 'string'
		? !answer.trim()
		: typeof answer === 'object' && Object.values(answer ?? {}).every(isBlank);

const sentAnswer = z.object({
	position,
	/** From 1, higher than every one before it at this position. */
	seq,
	/** Null takes an answer back. */
	given,
	flagged: z.boolean()
});
export type SentAnswer = z.output<typeof sentAnswer>;

/** An empty list is a heartbeat: it saves nothing and tells the time that is left. */
export const saveAnswersSchema = z.object({ attemptId: id, answers: z.array(sentAnswer).max(500) });
export type SaveAnswers = z.output<typeof saveAnswersSchema>;

/** One question's form, for a browser without JavaScript. `go` is the question to show next. */
export const saveAnswerFormSchema = z
	.object({
		attemptId: id,
		position,
		seq,
		/** The fields of `QuestionInput`, to be read with the question. */
		answer: z.unknown().optional(),
		flagged: z.literal('on').optional(),
		go: position.optional()
	})
	.transform(({ flagged, go, ...answer }) => ({
		...answer,
		flagged: flagged === 'on',
		go: go ?? answer.position
	}));
export type SaveAnswerForm = z.output<typeof saveAnswerFormSchema>;

export const handInAttemptSchema = z.object({
	attemptId: id,
	/** How many questions the candidate was told are unanswered. */
	unanswered: wholeNumber(0, 1000)
});
export type HandInAttempt = z.output<typeof handInAttemptSchema>;

export const releaseResultsSchema = z.object({ sittingId: id });
export type ReleaseResults = z.output<typeof releaseResultsSchema>;
