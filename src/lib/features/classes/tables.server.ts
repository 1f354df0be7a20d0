import { sql } from 'drizzle-orm';
import {
	bigint,
	boolean,
	check,
	index,
	integer,
	jsonb,
	pgTable,
	text,
	unique,
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import type { LocalText } from '../../i18n/locales';
import { at } from '../../server/db/columns';
import { people, units } from '../people/tables.server';

/** A class that is taught on dates (集中培训): its sessions, its places and who teaches it. */
export const classes = pgTable(
	'classes',
	{
		id: uuid('id').primaryKey(),
		/** What is taught, the same for every class that teaches it: what a path asks for. */
		subject: text('subject').notNull(),
		title: jsonb('title').$type<LocalText>().notNull(),
		summary: jsonb('summary').$type<LocalText>().notNull(),
		method: text('method').notNull(),
		area: text('area').notNull(),
		/** Tiers of the default ladder that it is meant for; none: for everybody. */
		tiers: jsonb('tiers').$type<string[]>().notNull(),
		creditMinutes: integer('credit_minutes').notNull(),
		capacity: integer('capacity').notNull(),
		/** Fewer than this warns, and cancels nothing by itself. */
		minimum: integer('minimum').notNull(),
		approval: text('approval', { enum: ['none', 'officer'] }).notNull(),
		/** Percent of the sessions that must be attended to complete it. */
		neededShare: integer('needed_share').notNull(),
		/** The unit that runs it: who may manage it. */
		unitId: uuid('unit_id')
			.notNull()
			.references(() => units.id),
		teacherId: uuid('teacher_id')
			.notNull()
			.references(() => people.id),
		enrolUntil: at('enrol_until').notNull(),
		state: text('state', { enum: ['draft', 'open', 'cancelled', 'closed'] }).notNull(),
		/** Goes up with every change: whoever changes names the one they saw. */
		revision: integer('revision').notNull(),
		createdBy: uuid('created_by')
			.notNull()
			.references(() => people.id),
		createdAt: at('created_at').notNull(),
		endedBy: uuid('ended_by').references(() => people.id),
		endedAt: at('ended_at'),
		/** Why it was cancelled. */
		reason: text('reason')
	},
	(t) => [
		index('classes_state').on(t.state),
		check('classes_places', sql`${t.capacity} > 0 and ${t.minimum} between 0 and ${t.capacity}`),
		check('classes_share', sql`${t.neededShare} between 1 and 100`),
		check('classes_credit', sql`${t.creditMinutes} > 0`)
	]
);

export const classSessions = pgTable(
	'class_sessions',
	{
		id: uuid('id').primaryKey(),
		classId: uuid('class_id')
			.notNull()
			.references(() => classes.id),
		startsAt: at('starts_at').notNull(),
		endsAt: at('ends_at').notNull(),
		place: text('place').notNull(),
		/** What the codes of the teacher's screen are made of; never leaves the server. */
		codeSecret: text('code_secret').notNull(),
		/** Whether the teacher shows codes now. */
		codesOpen: boolean('codes_open').notNull().default(false)
	},
	(t) => [
		index('class_sessions_class').on(t.classId, t.startsAt),
		check('class_sessions_order', sql`${t.startsAt} < ${t.endsAt}`)
	]
);

export const classEnrolments = pgTable(
	'class_enrolments',
	{
		id: uuid('id').primaryKey(),
		classId: uuid('class_id')
			.notNull()
			.references(() => classes.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		state: text('state', {
			enum: ['requested', 'waiting', 'enrolled', 'declined', 'withdrawn', 'removed']
		}).notNull(),
		/** The order of the waiting list. */
		requestedAt: at('requested_at').notNull(),
		enrolledAt: at('enrolled_at'),
		decidedBy: uuid('decided_by').references(() => people.id),
		decidedAt: at('decided_at'),
		reason: text('reason')
	},
	(t) => [
		uniqueIndex('class_enrolments_open')
			.on(t.classId, t.personId)
			.where(sql`${t.state} in ('requested', 'waiting', 'enrolled')`),
		index('class_enrolments_person').on(t.personId)
	]
);

/** Who was there; append-only, the last row of a person and session counts. Nobody is there without a row. */
export const attendance = pgTable(
	'attendance',
	{
		id: uuid('id').primaryKey(),
		sessionId: uuid('session_id')
			.notNull()
			.references(() => classSessions.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		state: text('state', { enum: ['present', 'late', 'absent', 'excused'] }).notNull(),
		means: text('means', { enum: ['code', 'hand'] }).notNull(),
		/** The half minute, counted from 1970, whose code was used. */
		slot: bigint('slot', { mode: 'number' }),
		recordedBy: uuid('recorded_by')
			.notNull()
			.references(() => people.id),
		recordedAt: at('recorded_at').notNull(),
		note: text('note')
	},
	(t) => [
		index('attendance_session').on(t.sessionId, t.personId),
		unique('attendance_code_once').on(t.sessionId, t.personId, t.slot),
		check('attendance_means', sql`(${t.means} = 'code') = (${t.slot} is not null)`)
	]
);

/** What a class came to for a person, when it was closed; append-only. */
export const classResults = pgTable(
	'class_results',
	{
		id: uuid('id').primaryKey(),
		classId: uuid('class_id')
			.notNull()
			.references(() => classes.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		completed: boolean('completed').notNull(),
		/** Sessions attended, of how many. */
		attended: integer('attended').notNull(),
		sessions: integer('sessions').notNull(),
		recordedBy: uuid('recorded_by')
			.notNull()
			.references(() => people.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [unique('class_results_once').on(t.classId, t.personId)]
);
