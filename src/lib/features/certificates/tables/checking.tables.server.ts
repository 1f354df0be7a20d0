import { date, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../../server/db/columns';
import { people } from '../../people/tables.server';
import { certificates } from '../tables.server';

/** A secret address that a holder made, behind which anybody sees the certificate with the full name and its files. */
export const certificateShares = pgTable(
	'certificate_shares',
	{
		id: uuid('id').primaryKey(),
		certificateId: uuid('certificate_id')
			.notNull()
			.references(() => certificates.id),
		/** SHA-256 of the token in the address, which is kept nowhere. */
		tokenHash: text('token_hash').notNull().unique(),
		/** The last day on which it opens. */
		endsOn: date('ends_on').notNull(),
		createdAt: at('created_at').notNull(),
		/** When the holder ended it. */
		endedAt: at('ended_at'),
		uses: integer('uses').notNull().default(0),
		lastUsedAt: at('last_used_at')
	},
	(t) => [index('certificate_shares_certificate').on(t.certificateId)]
);

/** What another system asks with whether somebody holds a certificate. */
export const certificateTokens = pgTable('certificate_tokens', {
	id: uuid('id').primaryKey(),
	/** What it is for, in the administrator's words. */
	name: text('name').notNull(),
	/** SHA-256 of the token, which is kept nowhere. */
	tokenHash: text('token_hash').notNull().unique(),
	createdBy: uuid('created_by').references(() => people.id),
	createdAt: at('created_at').notNull(),
	revokedAt: at('revoked_at'),
	lastUsedAt: at('last_used_at')
});
