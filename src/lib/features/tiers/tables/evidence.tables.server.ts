import { sql } from 'drizzle-orm';
import { boolean, check, date, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at } from '../../../server/db/columns';
import { people, units } from '../../people/tables.server';

/** How many people of a unit and below may stand on a tier, from a day on; the newest one counts. Append-only. */
export const unitQuotas = pgTable(
	'unit_quotas',
	{
		id: uuid('id').primaryKey(),
		unitId: uuid('unit_id')
			.notNull()
			.references(() => units.id),
		ladder: text('ladder').notNull(),
		tier: text('tier').notNull(),
		/** Null: no limit from that day on. */
		places: integer('places'),
		validFrom: date('valid_from').notNull(),
		recordedBy: uuid('recorded_by').references(() => people.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [
		index('unit_quotas_unit').on(t.unitId, t.ladder, t.tier, t.validFrom),
		check('unit_quotas_places', sql`${t.places} is null or ${t.places} >= 0`)
	]
);

/** A commitment letter, by version. Never changed: a new wording is a new version. */
export const pledgeTexts = pgTable(
	'pledge_texts',
	{
		id: uuid('id').primaryKey(),
		code: text('code').notNull(),
		version: integer('version').notNull(),
		titleZh: text('title_zh').notNull(),
		titleEn: text('title_en').notNull(),
		bodyZh: text('body_zh').notNull(),
		bodyEn: text('body_en').notNull(),
		/** How long a signature holds; null: without end. */
		validMonths: integer('valid_months'),
		sha256: text('sha256').notNull(),
		publishedBy: uuid('published_by').references(() => people.id),
		publishedAt: at('published_at').notNull()
	},
	(t) => [unique('pledge_texts_version').on(t.code, t.version)]
);

/** That a person signed a commitment letter; append-only. The hash covers text, signer and time. */
export const pledges = pgTable(
	'pledges',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		textId: uuid('text_id')
			.notNull()
			.references(() => pledgeTexts.id),
		signedOn: date('signed_on').notNull(),
		validTo: date('valid_to'),
		hash: text('hash').notNull(),
		signedAt: at('signed_at').notNull()
	},
	(t) => [index('pledges_person').on(t.personId, t.signedOn)]
);

/** That somebody in a named role stands up for a person's tier; append-only. A later `withdrawn` one takes it back. */
export const endorsements = pgTable(
	'endorsements',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		tier: text('tier').notNull(),
		/** The role in which it was given: mentor, unitHead, hrOfficer, hrApprover. */
		role: text('role').notNull(),
		endorsedBy: uuid('endorsed_by')
			.notNull()
			.references(() => people.id),
		words: text('words').notNull(),
		endorsedOn: date('endorsed_on').notNull(),
		withdrawn: boolean('withdrawn').notNull().default(false),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [index('endorsements_person').on(t.personId, t.ladder, t.tier)]
);

/** Days that differ from Monday to Friday: public holidays, and weekends that are worked for them. */
export const calendarDays = pgTable('calendar_days', {
	day: date('day').primaryKey(),
	working: boolean('working').notNull(),
	nameZh: text('name_zh').notNull(),
	nameEn: text('name_en').notNull()
});
