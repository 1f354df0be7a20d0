import { sql } from 'drizzle-orm';
import { check, date, index, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { people } from '../people/tables.server';

const at = (name: string) => timestamp(name, { withTimezone: true });

/** A stretch of work that is assessed, with the indicators and what each weighs (domain, 6). */
export const assessmentPeriods = pgTable(
	'assessment_periods',
	{
		id: uuid('id').primaryKey(),
		nameZh: text('name_zh').notNull(),
		nameEn: text('name_en').notNull(),
		startsOn: date('starts_on').notNull(),
		/** The last day. */
		endsOn: date('ends_on').notNull().unique('assessment_periods_end'),
		/** `Indicator[]`: id, names, weight in percent; the weights make 100. */
		indicators: jsonb('indicators').notNull(),
		createdBy: uuid('created_by').references(() => people.id),
		createdAt: at('created_at').notNull()
	},
	(t) => [check('assessment_periods_dates', sql`${t.endsOn} > ${t.startsOn}`)]
);

/** How somebody did in a period; the newest row of a person and period counts. Append-only. */
export const assessmentResults = pgTable(
	'assessment_results',
	{
		id: uuid('id').primaryKey(),
		periodId: uuid('period_id')
			.notNull()
			.references(() => assessmentPeriods.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** Points 0 to 100 by id of the indicator. */
		scores: jsonb('scores').notNull(),
		/** Weighted sum, in hundredths of a point: 0 to 10,000. */
		total: integer('total').notNull(),
		/** Where the figures come from, in a few words; of a correction, why. */
		source: text('source').notNull(),
		recordedBy: uuid('recorded_by').references(() => people.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [
		index('assessment_results_person').on(t.personId, t.periodId, t.recordedAt),
		index('assessment_results_period').on(t.periodId, t.personId, t.recordedAt),
		check('assessment_results_total', sql`${t.total} between 0 and 10000`)
	]
);
