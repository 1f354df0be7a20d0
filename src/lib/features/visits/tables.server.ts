import { sql } from 'drizzle-orm';
import {
	check,
	date,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	unique,
	uuid
} from 'drizzle-orm/pg-core';
import type { IsoDate } from '../../shared/dates';
import { at } from '../../server/db/columns';
import { people, units } from '../people/tables.server';

/** A study visit (考察学习): asked for by a person or set by an officer, with its programme. */
export const studyVisits = pgTable(
	'study_visits',
	{
		id: uuid('id').primaryKey(),
		origin: text('origin', { enum: ['requested', 'assigned'] }).notNull(),
		/** seminar, exchange or visit (domain, 5.1). */
		method: text('method').notNull(),
		area: text('area').notNull(),
		title: text('title').notNull(),
		host: text('host').notNull(),
		purpose: text('purpose').notNull(),
		/** What is to be done, day by day. */
		programme: jsonb('programme')
			.$type<{ on: IsoDate; from: string; to: string; what: string }[]>()
			.notNull(),
		startsOn: date('starts_on').notNull(),
		endsOn: date('ends_on').notNull(),
		/** Credit that an accepted report earns at most. */
		creditMinutes: integer('credit_minutes').notNull(),
		unitId: uuid('unit_id')
			.notNull()
			.references(() => units.id),
		state: text('state', { enum: ['requested', 'approved', 'refused', 'cancelled'] }).notNull(),
		createdBy: uuid('created_by')
			.notNull()
			.references(() => people.id),
		createdAt: at('created_at').notNull(),
		decidedBy: uuid('decided_by').references(() => people.id),
		decidedAt: at('decided_at'),
		reason: text('reason'),
		revision: integer('revision').notNull()
	},
	(t) => [
		index('study_visits_state').on(t.state),
		check('study_visits_order', sql`${t.startsOn} <= ${t.endsOn}`),
		check('study_visits_credit', sql`${t.creditMinutes} > 0`)
	]
);

export const visitMembers = pgTable(
	'visit_members',
	{
		visitId: uuid('visit_id')
			.notNull()
			.references(() => studyVisits.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		addedBy: uuid('added_by')
			.notNull()
			.references(() => people.id),
		addedAt: at('added_at').notNull()
	},
	(t) => [primaryKey({ columns: [t.visitId, t.personId] }), index('visit_members_person').on(t.personId)]
);

/** What a visitor brought back; append-only, a returned report is followed by its next version. */
export const visitReports = pgTable(
	'visit_reports',
	{
		id: uuid('id').primaryKey(),
		visitId: uuid('visit_id')
			.notNull()
			.references(() => studyVisits.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		version: integer('version').notNull(),
		/** What was seen, and what is to be done with it. */
		seen: text('seen').notNull(),
		applied: text('applied').notNull(),
		/** Ids of files. */
		attachments: jsonb('attachments').$type<string[]>().notNull(),
		submittedAt: at('submitted_at').notNull()
	},
	(t) => [unique('visit_reports_version').on(t.visitId, t.personId, t.version)]
);

/** What an officer said to a report; append-only, once. */
export const visitReportReviews = pgTable('visit_report_reviews', {
	reportId: uuid('report_id')
		.primaryKey()
		.references(() => visitReports.id),
	outcome: text('outcome', { enum: ['accepted', 'returned'] }).notNull(),
	/** Credit, when it is accepted. */
	minutes: integer('minutes'),
	reason: text('reason'),
	reviewedBy: uuid('reviewed_by')
		.notNull()
		.references(() => people.id),
	reviewedAt: at('reviewed_at').notNull()
});
