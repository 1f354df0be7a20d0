import { z } from 'zod';
import { knowledgeAreas } from '$lib/content/training-vocabulary';
import { instantIn } from '$lib/shared/dates';
import { id, key, optionalText, requiredText, wholeNumber } from '$lib/shared/form';
import { attendanceStates, classMethods, classTiers, MAX_SESSIONS } from './vocabulary';

const instant = z.string(key('app.field.required')).transform((text, check) => {
	const at = instantIn(text.trim());
	if (at) return at;
	check.addIssue({ code: 'custom', message: key(text.trim() ? 'app.field.date' : 'app.field.required') });
	return z.NEVER;
});

/** A row of the form; rows in which nothing stands are left out. */
const sessionRow = z
	.object({
		id: z.union([z.literal(''), id]).optional(),
		date: z.string().trim().default(''),
		from: z.string().trim().default(''),
		until: z.string().trim().default(''),
		place: z.string().trim().max(120, key('app.field.too_long')).default(''),
		row: z.number().int()
	})
	.transform((row, check) => {
		const missing = (['date', 'from', 'until', 'place'] as const).filter((name) => !row[name]);
		for (const name of missing) {
			check.addIssue({ code: 'custom', path: [name], message: key('app.field.required') });
		}
		const startsAt = instantIn(`${row.date}T${row.from}`);
		const endsAt = instantIn(`${row.date}T${row.until}`);
		if (!missing.length && (!startsAt || !endsAt)) {
			check.addIssue({ code: 'custom', path: ['date'], message: key('app.field.date') });
		}
		if (missing.length || !startsAt || !endsAt) return z.NEVER;
		return { id: row.id || null, startsAt, endsAt, place: row.place, row: row.row };
	});

const isBlank = (row: unknown) =>
	typeof row === 'object' &&
	row !== null &&
	Object.entries(row).every(([name, value]) => name === 'id' || value === '');

/** Rows come as `sessions.0.date`, ...; one of which only the id is left is taken out. */
const sessions = z
	.preprocess(
		(rows) =>
			typeof rows === 'object' && rows !== null
				? Object.entries(rows)
						.sort(([a], [b]) => Number(a) - Number(b))
						.map(([, row], i) => (isBlank(row) ? null : { ...(row as object), row: i }))
				: [],
		z.array(sessionRow.nullable()).max(MAX_SESSIONS, key('classes.plan.sessions'))
	)
	.transform((rows) => rows.filter((row) => row !== null));

/** One value or several: a lone checkbox posts a string. */
const listOf = <S extends z.ZodType>(inner: S) =>
	z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(inner));

const choice = key('app.field.choice');

export const createClassSchema = z.object({
	subject: requiredText(60).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, key('classes.plan.subject')),
	titleZh: requiredText(60),
	titleEn: requiredText(120),
	summaryZh: requiredText(600),
	summaryEn: requiredText(1200),
	method: z.enum(classMethods, choice),
	area: z.enum(knowledgeAreas, choice),
	tiers: listOf(z.enum(classTiers, choice)),
	/** The form asks for hours, halves allowed. */
	creditHours: z.coerce
		.number(key('app.field.number'))
		.multipleOf(0.5, key('classes.plan.half_hours'))
		.min(0.5, key('app.field.range'))
		.max(200, key('app.field.range')),
	capacity: wholeNumber(1, 500),
	minimum: wholeNumber(0, 500),
	approval: z.enum(['none', 'officer'], choice),
	neededShare: wholeNumber(1, 100),
	unitId: id,
	/** Employee number, perhaps with the name behind it as the suggestions write it. */
	teacher: requiredText(120).transform((text) => text.split(/\s+/)[0] ?? ''),
	enrolUntil: instant,
	sessions
});
export type ClassInput = z.output<typeof createClassSchema>;

export const updateClassSchema = createClassSchema.extend({
	classId: id,
	/** What the officer saw when they began. */
	revision: z.coerce.number().int().min(1),
	/** They have seen whose agendas a moved session clashes with, and save all the same. */
	despiteClashes: z.literal('on').optional()
});
export type UpdateClass = z.output<typeof updateClassSchema>;

export const openClassSchema = z.object({ classId: id });
export const cancelClassSchema = z.object({ classId: id, reason: requiredText(300) });
export type CancelClass = z.output<typeof cancelClassSchema>;
export const closeClassSchema = z.object({ classId: id });
export type ClassId = z.output<typeof closeClassSchema>;

export const enrolSchema = z.object({ classId: id });
export const withdrawSchema = z.object({ classId: id });

export const decideRequestSchema = z
	.object({
		classId: id,
		enrolmentId: id,
		verdict: z.enum(['approve', 'decline'], choice),
		reason: optionalText(300)
	})
	.refine(({ verdict, reason }) => verdict === 'approve' || reason, {
		path: ['reason'],
		message: key('app.field.required')
	});
export type DecideRequest = z.output<typeof decideRequestSchema>;

export const removeLearnerSchema = z.object({ classId: id, enrolmentId: id, reason: requiredText(300) });
export type RemoveLearner = z.output<typeof removeLearnerSchema>;

export const showCodesSchema = z.object({ classId: id, sessionId: id, show: z.enum(['on', 'off']) });
export type ShowCodes = z.output<typeof showCodesSchema>;

export const markAttendanceSchema = z.object({
	classId: id,
	sessionId: id,
	personId: id,
	state: z.enum(attendanceStates, choice),
	note: optionalText(200)
});
export type MarkAttendance = z.output<typeof markAttendanceSchema>;

/** Six digits, however they are grouped or typed. */
export const checkInSchema = z.object({
	code: z
		.string(key('app.field.required'))
		.transform((text) => text.normalize('NFKC').replace(/[\s-]/g, ''))
		.pipe(
			z
				.string()
				.min(1, key('app.field.required'))
				.regex(/^\d{6}$/, key('classes.check_in.digits'))
		)
});
export type CheckIn = z.output<typeof checkInSchema>;
