import { z } from 'zod';
import { id, isoDate, key, requiredText, wholeNumber } from '$lib/shared/form';

const indicator = z.object({
	id: z.string().regex(/^[a-z][a-zA-Z0-9]{0,19}$/, key('app.field.unreadable')),
	nameZh: requiredText(40),
	nameEn: requiredText(60),
	weight: wholeNumber(1, 100)
});

/** Rows of a form that nothing was typed into are no indicators. */
const rows = z.preprocess(
	(value) =>
		value && typeof value === 'object'
			? Object.fromEntries(
					Object.entries(value).filter(([, row]) => {
						const { nameZh, nameEn, weight } = (row ?? {}) as Record<string, unknown>;
						return [nameZh, nameEn, weight].some((cell) => String(cell ?? '').trim());
					})
				)
			: {},
	z.record(z.string(), indicator)
);

export const createPeriodSchema = z.object({
	nameZh: requiredText(60),
	nameEn: requiredText(80),
	startsOn: isoDate,
	endsOn: isoDate,
	/** By number of the row. */
	indicators: rows
});
export type CreatePeriod = z.infer<typeof createPeriodSchema>;

/** Points as typed: 0 to 100, two decimals at most; null for what is no such number. */
export const points = z.unknown().transform((value) => {
	if (typeof value === 'number') return value;
	const text = String(value ?? '').trim();
	return /^\d{1,3}(\.\d{1,2})?$/.test(text) ? Number(text) : null;
});

export const recordResultSchema = z.object({
	periodId: id,
	personId: id,
	scores: z.record(z.string(), points).default({}),
	source: requiredText(200),
	/** The result that the form was opened on; empty: none. */
	previous: z
		.union([z.literal('').transform(() => null), id, z.null(), z.undefined().transform(() => null)])
		.default(null)
});
export type RecordResult = z.infer<typeof recordResultSchema>;

/** A line of a file; the points stand in columns `scores.<indicator>`. */
export const resultLine = z.object({
	employeeNo: requiredText(20).transform((value) => value.toUpperCase()),
	scores: z.record(z.string(), points).default({}),
	source: requiredText(200)
});
export type ResultLine = z.infer<typeof resultLine>;
