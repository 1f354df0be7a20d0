import { sql } from 'drizzle-orm';
import { check, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../../server/db/columns';
import { certificates } from '../tables.server';

/**
 * Keys that speak for the issuer. One of each algorithm signs; retired ones stay, because what they signed is checked for
 * as long as anybody holds it. A trigger refuses deletion, and any change but of the sealing and the retirement.
 */
export const signingKeys = pgTable(
	'signing_keys',
	{
		/** The part of the key's address after `#`. */
		id: text('id').primaryKey(),
		algorithm: text('algorithm', { enum: ['Ed25519', 'ES256'] }).notNull(),
		/** As `PublicKey`. */
		public: jsonb('public').notNull(),
		/** The private key under the installation's secret (`sealKey`). */
		sealed: text('sealed').notNull(),
		createdAt: at('created_at').notNull(),
		retiredAt: at('retired_at')
	},
	(t) => [
		uniqueIndex('signing_keys_current')
			.on(t.algorithm)
			.where(sql`${t.retiredAt} is null`)
	]
);

/** Lists of revoked credentials, each with its newest signed form; without one before the first signing. */
export const statusLists = pgTable(
	'status_lists',
	{
		number: integer('number').primaryKey(),
		/** The list as a signed credential, as it is served. */
		signed: text('signed'),
		/** Places set in the signed form: revocations are only added, so a number tells whether one is missing. */
		revoked: integer('revoked').notNull().default(0),
		signedAt: at('signed_at'),
		/** Verifiers do not decide by a list that has run out. */
		validUntil: at('valid_until')
	},
	(t) => [
		check(
			'status_lists_signed',
			sql`(${t.signed} is null) = (${t.signedAt} is null) and (${t.signed} is null) = (${t.validUntil} is null)`
		)
	]
);

/** The place of each certificate in a list, drawn at random. Append-only. */
export const statusPlaces = pgTable(
	'status_places',
	{
		certificateId: uuid('certificate_id')
			.primaryKey()
			.references(() => certificates.id),
		list: integer('list')
			.notNull()
			.references(() => statusLists.number),
		place: integer('place').notNull()
	},
	(t) => [unique('status_places_once').on(t.list, t.place)]
);

/**
 * Every file that was ever handed out of a certificate, known again by its SHA-256. Append-only. Credentials are kept, for
 * no signature is made twice; of a PDF, which is drawn again, only the hash.
 */
export const credentialFiles = pgTable(
	'credential_files',
	{
		/** In hexadecimal. */
		sha256: text('sha256').primaryKey(),
		certificateId: uuid('certificate_id')
			.notNull()
			.references(() => certificates.id),
		kind: text('kind', { enum: ['json', 'jwt', 'pdf'] }).notNull(),
		/** Whose file it is (`did:web:…`): an installation that moves to another address signs anew. */
		issuer: text('issuer').notNull(),
		content: text('content'),
		madeAt: at('made_at').notNull()
	},
	(t) => [
		index('credential_files_certificate').on(t.certificateId),
		uniqueIndex('credential_files_once')
			.on(t.certificateId, t.kind, t.issuer)
			.where(sql`${t.kind} <> 'pdf'`),
		check('credential_files_kept', sql`(${t.content} is null) = (${t.kind} = 'pdf')`)
	]
);
