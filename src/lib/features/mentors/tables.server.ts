import { sql } from 'drizzle-orm';
import {
	check,
	date,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	real,
	text,
	unique,
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import { at } from '../../server/db/columns';
import { pairings } from '../mentoring/tables.server';
import { people } from '../people/tables.server';

/** What a mentor says of themselves, and how many they take. */
export const mentorProfiles = pgTable(
	'mentor_profiles',
	{
		personId: uuid('person_id')
			.primaryKey()
			.references(() => people.id),
		capacity: integer('capacity').notNull(),
		/** Numbers of the work steps, kinds of customers, languages, dimensions of the rubric. */
		specialities: jsonb('specialities')
			.$type<{ steps: number[]; customers: string[]; languages: string[]; rubric?: string[] }>()
			.notNull(),
		note: text('note').notNull().default(''),
		updatedBy: uuid('updated_by')
			.notNull()
			.references(() => people.id),
		updatedAt: at('updated_at').notNull()
	},
	(t) => [check('mentor_profiles_capacity', sql`${t.capacity} between 0 and 20`)]
);

/** A time in which somebody does not mentor: by HR with a reason, or on leave. */
export const mentorPauses = pgTable(
	'mentor_pauses',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		kind: text('kind', { enum: ['suspension', 'leave'] }).notNull(),
		startsOn: date('starts_on').notNull(),
		/** Null: until it is ended. */
		endsOn: date('ends_on'),
		reason: text('reason').notNull(),
		recordedBy: uuid('recorded_by')
			.notNull()
			.references(() => people.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [index('mentor_pauses_person').on(t.personId)]
);

/** What a trainee would like of a mentor: whose customers they serve, what they speak, what they want to learn. */
export const traineeWishes = pgTable('trainee_wishes', {
	personId: uuid('person_id')
		.primaryKey()
		.references(() => people.id),
	customers: text('customers').array().notNull(),
	languages: text('languages').array().notNull(),
	note: text('note').notNull().default(''),
	updatedAt: at('updated_at').notNull()
});

/** Two people who ask to be paired; HR decides. */
export const pairProposals = pgTable(
	'pair_proposals',
	{
		id: uuid('id').primaryKey(),
		traineeId: uuid('trainee_id')
			.notNull()
			.references(() => people.id),
		mentorId: uuid('mentor_id')
			.notNull()
			.references(() => people.id),
		proposedBy: uuid('proposed_by')
			.notNull()
			.references(() => people.id),
		note: text('note').notNull(),
		state: text('state', { enum: ['open', 'accepted', 'refused', 'withdrawn'] }).notNull(),
		createdAt: at('created_at').notNull(),
		decidedBy: uuid('decided_by').references(() => people.id),
		decidedAt: at('decided_at'),
		reason: text('reason'),
		pairingId: uuid('pairing_id').references(() => pairings.id)
	},
	(t) => [
		uniqueIndex('pair_proposals_open')
			.on(t.traineeId, t.mentorId)
			.where(sql`${t.state} = 'open'`),
		check('pair_proposals_two_people', sql`${t.traineeId} <> ${t.mentorId}`)
	]
);

/** One best assignment of an intake to the mentors, solved by a job, reviewed and changed by HR, then published. */
export const matchings = pgTable('matchings', {
	id: uuid('id').primaryKey(),
	title: text('title').notNull(),
	/** Path of the lowest unit that everybody in it belongs to: whoever may manage there may work on it. */
	unitPath: text('unit_path').notNull(),
	state: text('state', { enum: ['solving', 'ready', 'failed', 'published', 'discarded'] }).notNull(),
	/** Weights of the criteria, dates and hours of the pairings to come. */
	terms: jsonb('terms').notNull(),
	/** Score of the solution, of the greedy choice, and the solver's bound. */
	figures: jsonb('figures'),
	revision: integer('revision').notNull(),
	createdBy: uuid('created_by')
		.notNull()
		.references(() => people.id),
	createdAt: at('created_at').notNull(),
	publishedBy: uuid('published_by').references(() => people.id),
	publishedAt: at('published_at')
});

export const matchingRows = pgTable(
	'matching_rows',
	{
		matchingId: uuid('matching_id')
			.notNull()
			.references(() => matchings.id),
		traineeId: uuid('trainee_id')
			.notNull()
			.references(() => people.id),
		/** Null: nobody could be found. */
		mentorId: uuid('mentor_id').references(() => people.id),
		score: real('score').notNull(),
		/** What the score is made of, by criterion. */
		parts: jsonb('parts').notNull(),
		/** The solver's choice, or a person's. */
		chosenBy: uuid('chosen_by').references(() => people.id),
		pairingId: uuid('pairing_id').references(() => pairings.id)
	},
	(t) => [
		primaryKey({ columns: [t.matchingId, t.traineeId] }),
		unique('matching_rows_pairing').on(t.pairingId)
	]
);
