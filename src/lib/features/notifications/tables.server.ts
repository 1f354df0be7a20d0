import { index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { people } from '../people/tables.server';

/** A message in a person's inbox: a key of the catalogues with its values, so that it is read in the reader's language. */
export const notifications = pgTable(
	'notifications',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** The key `notifications.kind.<kind>`. */
		kind: text('kind').notNull(),
		params: jsonb('params').notNull(),
		href: text('href').notNull(),
		/** What caused it: the same cause tells a person once. */
		cause: text('cause').notNull().unique(),
		createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
		readAt: timestamp('read_at', { withTimezone: true })
	},
	(t) => [index('notifications_person').on(t.personId, t.createdAt)]
);
