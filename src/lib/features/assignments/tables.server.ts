import { sql } from 'drizzle-orm';
import { check, date, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { LocalText } from '../../i18n/locales';
import { at } from '../../server/db/columns';
import { people, units } from '../people/tables.server';

/** A module or a path that people have to complete. */
export const assignments = pgTable(
	'assignments',
	{
		id: uuid('id').primaryKey(),
		title: jsonb('title').$type<LocalText>().notNull(),
		subjectType: text('subject_type', { enum: ['module', 'path'] }).notNull(),
		/** Code of the module or path. */
		subjectCode: text('subject_code').notNull(),
		/** Completions of up to so many days before the assignment count; null: all do. */
		lookBackDays: integer('look_back_days'),
		/** Nobody outside this unit and those below it is assigned. */
		unitId: uuid('unit_id')
			.notNull()
			.references(() => units.id),
		note: text('note').notNull().default(''),
		createdBy: uuid('created_by')
			.notNull()
			.references(() => people.id),
		createdAt: at('created_at').notNull(),
		endedBy: uuid('ended_by').references(() => people.id),
		endedAt: at('ended_at')
	},
	(t) => [check('assignments_look_back', sql`${t.lookBackDays} >= 0`)]
);

/** Who an assignment is for: each group has its own due date. The first group that a person is in counts. */
export const assignmentGroups = pgTable(
	'assignment_groups',
	{
		id: uuid('id').primaryKey(),
		assignmentId: uuid('assignment_id')
			.notNull()
			.references(() => assignments.id),
		position: integer('position').notNull(),
		kind: text('kind', { enum: ['unit', 'role', 'tier', 'rule', 'person'] }).notNull(),
		/** As the kind has it: `AudienceValue`. */
		value: jsonb('value').notNull(),
		/** A day, or so many days after a person was assigned; neither: no due date. */
		dueOn: date('due_on'),
		dueDays: integer('due_days')
	},
	(t) => [
		index('assignment_groups_assignment').on(t.assignmentId),
		check('assignment_groups_due', sql`${t.dueOn} is null or ${t.dueDays} is null`)
	]
);

/** Who has been assigned; ended when they leave the audience or the assignment ends, never deleted. */
export const assignees = pgTable(
	'assignees',
	{
		id: uuid('id').primaryKey(),
		assignmentId: uuid('assignment_id')
			.notNull()
			.references(() => assignments.id),
		groupId: uuid('group_id')
			.notNull()
			.references(() => assignmentGroups.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		dueOn: date('due_on'),
		assignedAt: at('assigned_at').notNull(),
		endedAt: at('ended_at')
	},
	(t) => [
		uniqueIndex('assignees_open')
			.on(t.assignmentId, t.personId)
			.where(sql`${t.endedAt} is null`),
		index('assignees_person').on(t.personId)
	]
);

/** A due date that nobody can meet, for an officer to settle. */
export const assignmentExceptions = pgTable(
	'assignment_exceptions',
	{
		id: uuid('id').primaryKey(),
		assignmentId: uuid('assignment_id')
			.notNull()
			.references(() => assignments.id),
		groupId: uuid('group_id')
			.notNull()
			.references(() => assignmentGroups.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		dueOn: date('due_on').notNull(),
		/** The earliest day that can be met. */
		possibleOn: date('possible_on').notNull(),
		raisedAt: at('raised_at').notNull(),
		resolution: text('resolution', { enum: ['assigned', 'moved', 'notAssigned'] }),
		resolvedBy: uuid('resolved_by').references(() => people.id),
		resolvedAt: at('resolved_at'),
		note: text('note')
	},
	(t) => [uniqueIndex('assignment_exceptions_once').on(t.assignmentId, t.personId)]
);

/** A person need not do a module or path, for a reason and until a day. */
export const exemptions = pgTable(
	'exemptions',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		subjectType: text('subject_type', { enum: ['module', 'path'] }).notNull(),
		subjectCode: text('subject_code').notNull(),
		reason: text('reason').notNull(),
		validFrom: date('valid_from').notNull(),
		validTo: date('valid_to').notNull(),
		grantedBy: uuid('granted_by')
			.notNull()
			.references(() => people.id),
		grantedAt: at('granted_at').notNull(),
		revokedBy: uuid('revoked_by').references(() => people.id),
		revokedAt: at('revoked_at')
	},
	(t) => [
		index('exemptions_person').on(t.personId),
		check('exemptions_order', sql`${t.validFrom} <= ${t.validTo}`)
	]
);
