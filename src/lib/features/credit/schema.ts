import { z } from 'zod';
import { knowledgeAreas, deliveryMethods, outsideMethods } from '$lib/content/training-vocabulary';
import { isId } from '$lib/shared/ids';
import { id, isoDate, key, optionalText, requiredText, wholeNumber, type SentFile } from '$lib/shared/form';

/** Hours as typed, with two decimals at most, as whole minutes. */
const minutesOfHours = (min: number, max: number) =>
	z.coerce
		.number(key('app.field.number'))
		.min(min, key('app.field.range'))
		.max(max, key('app.field.range'))
		.transform((hours) => Math.round(hours * 60));

export const MOST_FILES = 3;
const evidence = z
	.array(z.custom<SentFile>())
	.min(1, key('credit.outside.no_evidence'))
	.max(MOST_FILES, key('credit.outside.too_many_files'));

export const claimOutsideSchema = z
	.object({
		title: requiredText(120),
		provider: requiredText(120),
		area: z.enum(knowledgeAreas, key('app.field.choice')),
		method: z.enum(outsideMethods, key('app.field.choice')),
		startedOn: isoDate,
		endedOn: isoDate,
		hours: minutesOfHours(0.5, 1000),
		note: optionalText(1000),
		file: evidence
	})
	.transform(({ hours, file, ...rest }) => ({ ...rest, minutes: hours, files: file }));
export type ClaimOutside = z.output<typeof claimOutsideSchema>;

export const withdrawOutsideSchema = z.object({ claimId: id });
export type WithdrawOutside = z.output<typeof withdrawOutsideSchema>;

export const acceptOutsideSchema = z
	.object({ claimId: id, hours: minutesOfHours(0.1, 1000), reason: optionalText(500) })
	.transform(({ hours, ...rest }) => ({ ...rest, minutes: hours }));
export type AcceptOutside = z.output<typeof acceptOutsideSchema>;

export const refuseOutsideSchema = z.object({ claimId: id, reason: requiredText(500) });
export type RefuseOutside = z.output<typeof refuseOutsideSchema>;

/** `seen`: what the entry counted when the officer looked, in minutes. */
export const correctEntrySchema = z
	.object({
		entryId: id,
		hours: minutesOfHours(0, 1000),
		seen: wholeNumber(0, 1_000_000),
		reason: requiredText(500)
	})
	.transform(({ hours, ...rest }) => ({ ...rest, minutes: hours }));
export type CorrectEntry = z.output<typeof correctEntrySchema>;

/** The form has so many lines for parts; empty ones are left out. */
export const MOST_PARTS = 5;
const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
	z.union([z.literal('').transform(() => undefined), z.enum(values, key('app.field.choice'))]).optional();
const part = z
	.object({
		area: choice(knowledgeAreas),
		method: choice(deliveryMethods),
		hours: z.union([z.literal('').transform(() => null), minutesOfHours(0.5, 1000)]).default(null)
	})
	.superRefine(({ area, method, hours }, issues) => {
		const refuse = (path: string, message: string) =>
			issues.addIssue({ code: 'custom', path: [path], message });
		if ((area || method) && hours === null) refuse('hours', key('app.field.required'));
		if (!area && !method && hours !== null) refuse('area', key('credit.requirement.part'));
	});
export const setRequirementSchema = z
	.object({
		year: wholeNumber(2000, 2200),
		hours: minutesOfHours(1, 1000),
		parts: z.record(z.string(), part).default({})
	})
	.transform(({ year, hours, parts }) => ({
		year,
		minutes: hours,
		parts: Object.values(parts).flatMap(({ area, method, hours: minutes }) =>
			minutes === null ? [] : [{ ...(area ? { area } : {}), ...(method ? { method } : {}), minutes }]
		)
	}));
export type SetRequirement = z.output<typeof setRequirementSchema>;

export const claimStates = ['submitted', 'accepted', 'refused', 'withdrawn'] as const;
export type ClaimState = (typeof claimStates)[number];

/** What the list of claims is narrowed to. */
export interface ClaimFilter {
	state: ClaimState;
	q: string;
	unit: string | null;
	page: number;
}

/** Reads the filter from an address; whatever is unknown there counts as absent. */
export function claimFilter(params: URLSearchParams): ClaimFilter {
	const unit = params.get('unit') ?? '';
	return {
		state: claimStates.find((state) => state === params.get('state')) ?? 'submitted',
		q: (params.get('q') ?? '').slice(0, 100),
		unit: isId(unit) ? unit : null,
		page: Math.min(100_000, Math.max(1, Math.floor(Number(params.get('page'))) || 1))
	};
}
