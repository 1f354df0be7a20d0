import { z } from 'zod';
import { id, isoDate, key, requiredText, wholeNumber } from '$lib/shared/form';

const identifier = z.string(key('app.field.required')).regex(/^[A-Za-z0-9]+$/, key('app.field.choice'));
/** Empty: no limit from that day on. */
const places = z
	.union([z.literal('').transform(() => null), z.null(), wholeNumber(0, 100_000)])
	.default(null);

export const setQuotaSchema = z.object({
	unitId: id,
	ladder: identifier,
	tier: identifier,
	places,
	validFrom: isoDate
});
export type SetQuota = z.infer<typeof setQuotaSchema>;

/** A line of a file: the unit by its code. */
export const quotaLine = z.object({
	unitCode: requiredText(20).transform((code) => code.toUpperCase()),
	/** Its name or id; the importer knows which there are. */
	tier: requiredText(40),
	places,
	validFrom: isoDate
});
export type QuotaLine = z.infer<typeof quotaLine>;
