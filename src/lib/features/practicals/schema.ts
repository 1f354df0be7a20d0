import { z } from 'zod';
import { instantIn } from '$lib/shared/dates';
import { id, isoDate, key, optionalText, requiredText, wholeNumber } from '$lib/shared/form';

const isBlank = (value: unknown): boolean =>
	value === null || typeof value !== 'object'
		? String(value ?? '').trim() === ''
		: Object.values(value).every(isBlank);

/** Rows that were left empty are no rows. */
const filled = <S extends z.ZodType>(rows: S) =>
	z.preprocess(
		(sent) =>
			sent !== null && typeof sent === 'object'
				? Object.values(sent).filter((row) => !isBlank(row))
				: (sent ?? []),
		rows
	);

const level = z.object({ share: wholeNumber(0, 100), zh: requiredText(300), en: requiredText(300) });
const row = z.object({
	zh: requiredText(100),
	en: requiredText(100),
	weight: wholeNumber(1, 100),
	levels: filled(z.array(level).min(2, key('practicals.rubric.levels')).max(8, key('app.field.too_long')))
});

const rubric = filled(
	z
		.array(row)
		.min(1, key('practicals.rubric.empty'))
		.max(12, key('app.field.too_long'))
		.superRefine((rows, issues) => {
			if (rows.reduce((sum, { weight }) => sum + weight, 0) !== 100)
				issues.addIssue({ code: 'custom', message: key('practicals.rubric.weights') });
			for (const [i, { levels }] of rows.entries()) {
				const falls = levels.every(({ share }, n) => (n ? share < levels[n - 1]!.share : share === 100));
				if (!falls)
					issues.addIssue({
						...{ code: 'custom', path: [i, 'levels'], message: key('practicals.rubric.shares') }
					});
			}
		})
);

export const setUpPracticalSchema = z.object({
	sittingId: id,
	titleZh: requiredText(60),
	titleEn: requiredText(120),
	passPercent: wholeNumber(1, 100),
	rubric
});
export type SetUpPractical = z.output<typeof setUpPracticalSchema>;

export const removePracticalSchema = z.object({ sittingId: id });
export type RemovePractical = z.output<typeof removePracticalSchema>;

/** Employee numbers, each perhaps with the name behind it. */
const employeeNos = (most: number) =>
	z
		.array(z.string().max(100))
		.max(most)
		.default([])
		.transform((lines) => [
			...new Set(lines.flatMap((line) => line.trim().split(/\s+/)[0]?.toUpperCase() || []))
		]);

export const nameExaminersSchema = z.object({ sittingId: id, examiners: employeeNos(200) });
export type NameExaminers = z.output<typeof nameExaminersSchema>;

export const addSlotsSchema = z
	.object({
		sittingId: id,
		day: isoDate,
		from: z.string(key('app.field.required')).regex(/^([01]\d|2[0-3]):[0-5]\d$/, key('app.field.date')),
		/** Minutes of each, and between two. */
		minutes: wholeNumber(5, 240),
		pause: wholeNumber(0, 120),
		count: wholeNumber(1, 60),
		place: requiredText(100)
	})
	.transform(({ day, from, ...rest }, check) => {
		const startsAt = instantIn(`${day}T${from}`);
		if (startsAt) return { ...rest, startsAt };
		check.addIssue({ code: 'custom', path: ['from'], message: key('app.field.date') });
		return z.NEVER;
	});
export type AddSlots = z.output<typeof addSlotsSchema>;

export const removeSlotSchema = z.object({ slotId: id });
export type RemoveSlot = z.output<typeof removeSlotSchema>;

export const arrangePracticalSchema = z.object({ sittingId: id });
export type ArrangePractical = z.output<typeof arrangePracticalSchema>;

export const moveCandidateSchema = z.object({ candidateId: id, slotId: id });
export type MoveCandidate = z.output<typeof moveCandidateSchema>;

export const setPanelSchema = z.object({
	candidateId: id,
	examinerIds: z
		.array(z.union([z.literal(''), id]))
		.max(3)
		.transform((ids) => ids.filter(Boolean))
});
export type SetPanel = z.output<typeof setPanelSchema>;

export const recordAbsenceSchema = z.object({ candidateId: id, reason: requiredText(300) });
export type RecordAbsence = z.output<typeof recordAbsenceSchema>;

export const recuseExaminerSchema = z.object({ candidateId: id, reason: requiredText(300) });
export type RecuseExaminer = z.output<typeof recuseExaminerSchema>;

const scores = z
	.record(z.string().max(20), z.union([z.literal('').transform(() => null), wholeNumber(0, 20)]))
	.default({})
	.transform((given) =>
		Object.fromEntries(Object.entries(given).filter((one): one is [string, number] => one[1] !== null))
	);

export const saveSheetSchema = z.object({
	candidateId: id,
	/** The version that the sheet was opened on; 0: none was saved yet. */
	version: wholeNumber(0, 1_000_000),
	scores,
	note: optionalText(2000)
});
export type SaveSheet = z.output<typeof saveSheetSchema>;

/** A list of examinations by its times. */
export const examinationTimes = ['today', 'coming', 'past'] as const;
export const examinationFilterSchema = z.object({
	when: z.enum(examinationTimes).default('today').catch('today')
});
export type ExaminationFilter = z.output<typeof examinationFilterSchema>;
