import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at, bytes } from '../../server/db/columns';
import { people } from '../people/tables.server';

/** A file as it came: its bytes lie in `file_chunks` and never change. */
export const files = pgTable(
	'files',
	{
		id: uuid('id').primaryKey(),
		kind: text('kind', { enum: ['picture', 'video', 'captions', 'document'] }).notNull(),
		/** As told by the bytes themselves, not by the sender. */
		mime: text('mime').notNull(),
		name: text('name').notNull(),
		size: integer('size').notNull(),
		/** Of the bytes, in hexadecimal digits. */
		sha256: text('sha256').notNull(),
		/** Of a picture, in pixels. */
		width: integer('width'),
		height: integer('height'),
		/** Null for files that came with the content on disk. */
		uploadedBy: uuid('uploaded_by').references(() => people.id),
		uploadedAt: at('uploaded_at').notNull()
	},
	(t) => [index('files_sha256').on(t.sha256), check('files_size', sql`${t.size} >= 0`)]
);

/** The bytes of a file in pieces of 256 KiB, so that a part of it can be read by itself. */
export const fileChunks = pgTable(
	'file_chunks',
	{
		fileId: uuid('file_id')
			.notNull()
			.references(() => files.id, { onDelete: 'cascade' }),
		position: integer('position').notNull(),
		bytes: bytes('bytes').notNull()
	},
	(t) => [primaryKey({ columns: [t.fileId, t.position] })]
);
