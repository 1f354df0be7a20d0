import { sql } from 'drizzle-orm';
import { boolean, check, index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { LocalText } from '../../i18n/locales';
import { at } from '../../server/db/columns';
import { people } from '../people/tables.server';

/**
 * When a person is taken, whatever it is by: other features keep these rows beside their own, so that one question
 * finds every clash. A view of what they hold, no record: rows move and go with their source.
 */
export const engagements = pgTable(
	'engagements',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** What it is, e.g. a session of a class and its id. */
		sourceType: text('source_type', {
			enum: ['classSession', 'teaching', 'sitting', 'shadowing', 'visit', 'leave']
		}).notNull(),
		sourceId: uuid('source_id').notNull(),
		title: jsonb('title').$type<LocalText>().notNull(),
		place: text('place'),
		/** Address of its page. */
		href: text('href').notNull(),
		startsAt: at('starts_at').notNull(),
		endsAt: at('ends_at').notNull(),
		/** Asked for but not agreed yet: shown, and no clash. */
		tentative: boolean('tentative').notNull().default(false),
		/** Only the day is known, not the hours: shown with its date, and no clash. */
		dayOnly: boolean('day_only').notNull().default(false),
		updatedAt: at('updated_at').notNull()
	},
	(t) => [
		unique('engagements_once').on(t.personId, t.sourceType, t.sourceId),
		index('engagements_when').on(t.personId, t.startsAt),
		index('engagements_source').on(t.sourceType, t.sourceId),
		check('engagements_order', sql`${t.startsAt} < ${t.endsAt}`)
	]
);

/** The secret address of a person's calendar; only its hash is kept, and a new one ends the old. */
export const calendarFeeds = pgTable('calendar_feeds', {
	personId: uuid('person_id')
		.primaryKey()
		.references(() => people.id),
	tokenHash: text('token_hash').notNull().unique(),
	createdAt: at('created_at').notNull()
});
