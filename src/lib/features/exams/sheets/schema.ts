import { z } from 'zod';
import { instantIn } from '$lib/shared/dates';
import { id, key } from '$lib/shared/form';
import { MAX_CHARACTERS } from '$lib/shared/import';
import { locales } from '$lib/i18n/locales';
import { LONGEST_CELL } from './cells';

/** A form's date and time in the organisation's zone, as an instant. */
const localTime = z.string(key('app.field.required')).transform((text, check) => {
	const instant = instantIn(text.trim());
	if (instant) return instant;
	check.addIssue({ code: 'custom', message: key(text.trim() ? 'app.field.date' : 'app.field.required') });
	return z.NEVER;
});

export const drawPapersSchema = z.object({ sittingId: id });
export type DrawPapers = z.output<typeof drawPapersSchema>;

export const printRoomSchema = z.object({
	sittingId: id,
	roomId: id,
	locale: z.enum(locales, key('app.field.choice'))
});
export type PrintRoom = z.output<typeof printRoomSchema>;

export const recordTimesSchema = z.object({ roomId: id, beganAt: localTime, endedAt: localTime });
export type RecordTimes = z.output<typeof recordTimesSchema>;

/** What stands beside each number on a sheet, as it was typed; what is not there is not answered. */
const cells = z
	.record(z.string().regex(/^\d{1,4}$/), z.string().max(LONGEST_CELL, key('app.field.too_long')))
	.default({});
const present = z.enum(['yes', 'no'], key('app.field.choice')).transform((answer) => answer === 'yes');

export const readSheetSchema = z.object({ roomId: id, registrationId: id, present, cells });
export type ReadSheet = z.output<typeof readSheetSchema>;

export const settleSheetSchema = z.object({ roomId: id, registrationId: id, present, cells });
export type SettleSheet = z.output<typeof settleSheetSchema>;

/** A scanner's file that was looked at and is confirmed. */
export const readScanSchema = z.object({
	roomId: id,
	text: z.string(key('app.import.no_file')).min(1, key('app.import.no_file')).max(MAX_CHARACTERS),
	file: z.string().max(300).default('')
});
export type ReadScan = z.output<typeof readScanSchema>;
