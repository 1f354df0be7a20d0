import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../server/db/columns';
import { sittings } from '../exams/tables.server';
import { people } from '../people/tables.server';

/** What the practical part of a sitting asks. */
export const practicals = pgTable(
	'practicals',
	{
		sittingId: uuid('sitting_id')
			.primaryKey()
			.references(() => sittings.id),
		titleZh: text('title_zh').notNull(),
		titleEn: text('title_en').notNull(),
		/** What examiners score by (`RubricRow[]` of the bank). */
		rubric: jsonb('rubric').notNull(),
		/** Pass mark in percent. */
		passPercent: integer('pass_percent').notNull(),
		/** Who set it up last: is told what examiners cannot settle. */
		setUpBy: uuid('set_up_by').references(() => people.id),
		setUpAt: at('set_up_at').notNull()
	},
	(t) => [check('practicals_pass', sql`${t.passPercent} between 1 and 100`)]
);

/** Who may be asked to examine in a sitting. */
export const practicalExaminers = pgTable(
	'practical_examiners',
	{
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => practicals.sittingId),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id)
	},
	(t) => [
		primaryKey({ columns: [t.sittingId, t.personId] }),
		index('practical_examiners_person').on(t.personId)
	]
);

/** A time at a place, for one candidate. */
export const practicalSlots = pgTable(
	'practical_slots',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => practicals.sittingId),
		startsAt: at('starts_at').notNull(),
		endsAt: at('ends_at').notNull(),
		place: text('place').notNull()
	},
	(t) => [
		unique('practical_slots_once').on(t.sittingId, t.place, t.startsAt),
		check('practical_slots_times', sql`${t.startsAt} < ${t.endsAt}`)
	]
);

/** A candidate's practical part: their slot, and how it ended. */
export const practicalCandidates = pgTable(
	'practical_candidates',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => practicals.sittingId),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		slotId: uuid('slot_id')
			.unique('practical_candidates_slot')
			.references(() => practicalSlots.id),
		/** Set once, with the outcome; what it is stands with the exam. */
		decidedAt: at('decided_at'),
		/** Of a hundred marks, in hundredths; null for who was absent. */
		hundredths: integer('hundredths'),
		/** Examiners whose total the rule set aside. */
		setAside: uuid('set_aside').array().notNull().default([]),
		/** Why they did not come; '' for who did. */
		absentReason: text('absent_reason').notNull().default(''),
		absentBy: uuid('absent_by').references(() => people.id)
	},
	(t) => [
		unique('practical_candidates_once').on(t.sittingId, t.personId),
		check('practical_candidates_mark', sql`${t.hundredths} between 0 and 10000`)
	]
);

/** Who examines a candidate. */
export const practicalPanels = pgTable(
	'practical_panels',
	{
		candidateId: uuid('candidate_id')
			.notNull()
			.references(() => practicalCandidates.id),
		examinerId: uuid('examiner_id')
			.notNull()
			.references(() => people.id)
	},
	(t) => [
		primaryKey({ columns: [t.candidateId, t.examinerId] }),
		index('practical_panels_examiner').on(t.examinerId)
	]
);

/** An examiner said that they are too close to a candidate. Append-only. */
export const practicalRecusals = pgTable(
	'practical_recusals',
	{
		candidateId: uuid('candidate_id')
			.notNull()
			.references(() => practicalCandidates.id),
		examinerId: uuid('examiner_id')
			.notNull()
			.references(() => people.id),
		reason: text('reason').notNull(),
		declaredAt: at('declared_at').notNull()
	},
	(t) => [primaryKey({ columns: [t.candidateId, t.examinerId] })]
);

/** What one examiner found; a draft until it is handed in, and never changed after that. */
export const practicalSheets = pgTable(
	'practical_sheets',
	{
		candidateId: uuid('candidate_id')
			.notNull()
			.references(() => practicalCandidates.id),
		examinerId: uuid('examiner_id')
			.notNull()
			.references(() => people.id),
		/** The level chosen, from 0, by the rubric row's id. */
		scores: jsonb('scores').notNull(),
		note: text('note').notNull().default(''),
		/** Rises with each save; a sheet that was opened on an older one is told so. */
		version: integer('version').notNull(),
		savedAt: at('saved_at').notNull(),
		submittedAt: at('submitted_at'),
		/** Of a hundred marks, in hundredths; null as long as it is a draft. */
		totalHundredths: integer('total_hundredths')
	},
	(t) => [
		primaryKey({ columns: [t.candidateId, t.examinerId] }),
		check('practical_sheets_total', sql`${t.totalHundredths} between 0 and 10000`),
		check('practical_sheets_submitted', sql`(${t.submittedAt} is null) = (${t.totalHundredths} is null)`)
	]
);
