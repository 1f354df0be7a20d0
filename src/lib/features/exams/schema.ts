import { z } from 'zod';
import type { AnyGiven } from '$lib/features/bank';
import { id, wholeNumber } from '$lib/shared/form';

export * from './sitting-schema';
export * from './room-schema';
export * from './release/schema';

export const registerForSittingSchema = z.object({ sittingId: id });
export type RegisterForSitting = z.output<typeof registerForSittingSchema>;

export const withdrawRegistrationSchema = z.object({ sittingId: id });
export type WithdrawRegistration = z.output<typeof withdrawRegistrationSchema>;

export const enterRoomSchema = z.object({ sittingId: id });
export type EnterRoom = z.output<typeof enterRoomSchema>;

export const startAttemptSchema = z.object({
	sittingId: id,
	/** Of the room, where it asks one. */
	password: z.string().max(100).optional()
});
export type StartAttempt = z.output<typeof startAttemptSchema>;

export const takeSeatSchema = z.object({ attemptId: id });
export type TakeSeat = z.output<typeof takeSeatSchema>;

/** `end`: the break ends now. */
export const takeBreakSchema = z.object({ attemptId: id, end: z.coerce.boolean().optional() });
export type TakeBreak = z.output<typeof takeBreakSchema>;

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

const DAY_MS = 86_400_000;

/** What a device noticed; `ms`: how long it lasted. */
const deviceEvent = z.object({
	kind: z.enum(['leave', 'fullScreenLeft', 'copyTried']),
	ms: z.number().min(0).max(DAY_MS),
	age: z.number().min(0).max(DAY_MS)
});

/** An empty list is a heartbeat: it saves nothing and tells the time that is left. */
export const saveAnswersSchema = z.object({
	attemptId: id,
	answers: z.array(sentAnswer).max(500),
	/** The seat that the window has taken. */
	seat: z.number().int().min(0).max(1_000_000).nullish(),
	/** Milliseconds, by the device, since the youngest of these changes was made. */
	age: z.number().min(0).max(DAY_MS).optional(),
	events: z.array(deviceEvent).max(100).optional(),
	/** Whether the page is out of sight. */
	away: z.boolean().optional()
});
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
		go: position.optional(),
		/** Hash of the device's key, which the address's cookie holds: never of the form. */
		device: z.string().nullable().default(null)
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
