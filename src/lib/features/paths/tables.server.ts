import { integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../server/db/columns';
import { people } from '../people/tables.server';

/** A learning path (学习路径) that officers put together; those of tiers are made from the policy and not kept. */
export const learningPaths = pgTable('learning_paths', {
	id: uuid('id').primaryKey(),
	code: text('code').notNull().unique(),
	createdAt: at('created_at').notNull(),
	retiredAt: at('retired_at'),
	retiredBy: uuid('retired_by').references(() => people.id)
});

/** What a path asks for, as `PathContent`; append-only. */
export const learningPathVersions = pgTable(
	'learning_path_versions',
	{
		id: uuid('id').primaryKey(),
		pathId: uuid('path_id')
			.notNull()
			.references(() => learningPaths.id),
		version: integer('version').notNull(),
		content: jsonb('content').notNull(),
		publishedBy: uuid('published_by').references(() => people.id),
		publishedAt: at('published_at').notNull()
	},
	(t) => [unique('learning_path_versions_number').on(t.pathId, t.version)]
);
