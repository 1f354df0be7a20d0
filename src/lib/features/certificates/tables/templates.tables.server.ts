import { sql } from 'drizzle-orm';
import { check, integer, jsonb, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../../server/db/columns';
import { people } from '../../people/tables.server';
import type { Design } from '../paper/design';

/**
 * Versions of how certificates look, counted from 1. The newest published one is printed on whatever is issued from then on;
 * `certificates.printed` names it for good. One at most is being worked on; a trigger refuses any change after publication.
 */
export const certificateTemplates = pgTable(
	'certificate_templates',
	{
		version: integer('version').primaryKey(),
		/** As `Design`. */
		design: jsonb('design').$type<Design>().notNull(),
		savedBy: uuid('saved_by').references(() => people.id),
		savedAt: at('saved_at').notNull(),
		publishedBy: uuid('published_by').references(() => people.id),
		publishedAt: at('published_at'),
		reason: text('reason').notNull().default('')
	},
	(t) => [
		uniqueIndex('certificate_templates_one_draft')
			.on(sql`(${t.publishedAt} is null)`)
			.where(sql`${t.publishedAt} is null`),
		check('certificate_templates_reason', sql`(${t.publishedAt} is null) = (${t.reason} = '')`)
	]
);
