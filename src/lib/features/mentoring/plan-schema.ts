import { z } from 'zod';
import { id, isoDate, key } from '$lib/shared/form';
import { findPersonalNumber } from './privacy';
import { MAX_MINUTES, MIN_MINUTES, type WorkStep } from './vocabulary';

const lone = (value: unknown) => (value === undefined || Array.isArray(value) ? (value ?? []) : [value]);
const words = (max: number) =>
	z
		.string()
		.trim()
		.max(max, key('app.field.too_long'))
		.superRefine((text, check) => {
			const code = findPersonalNumber(text);
			if (code) check.addIssue({ code: 'custom', message: code });
		});

/** When and what: local day and time of day, minutes, work steps and a word on where to meet. */
const plan = {
	day: isoDate,
	time: z
		.string(key('mentoring.time.required'))
		.regex(/^([01]\d|2[0-3]):[0-5]\d$/, key('mentoring.time.required')),
	minutes: z.coerce
		.number(key('mentoring.minutes.range'))
		.int(key('mentoring.minutes.range'))
		.min(MIN_MINUTES, key('mentoring.minutes.range'))
		.max(MAX_MINUTES, key('mentoring.minutes.range')),
	steps: z.preprocess(
		lone,
		z
			.array(z.coerce.number().int().min(1).max(7))
			.min(1, key('mentoring.steps.required'))
			.transform((list) => [...new Set(list)].sort() as WorkStep[])
	),
	note: words(200).default('')
};

export const planSessionSchema = z.object({ pairingId: id, ...plan });
export type PlanSession = z.output<typeof planSessionSchema>;

export const moveSessionSchema = z.object({ sessionId: id, ...plan });
export type MoveSession = z.output<typeof moveSessionSchema>;

export const cancelSessionSchema = z.object({ sessionId: id, reason: words(200).default('') });
export type CancelSession = z.output<typeof cancelSessionSchema>;
