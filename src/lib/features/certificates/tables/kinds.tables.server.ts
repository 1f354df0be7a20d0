import { sql } from 'drizzle-orm';
import {
	check,
	date,
	foreignKey,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	uniqueIndex,
	uuid,
	type AnyPgColumn
} from 'drizzle-orm/pg-core';
import { at } from '../../../server/db/columns';
import { people } from '../../people/tables.server';
import { modules } from '../../training/tables.server';
import { certificates } from '../tables.server';

/** A kind of certificate: one for each grade of a ladder that certificates are issued for, and those of modules, which people add. */
export const certificateKinds = pgTable(
	'certificate_kinds',
	{
		id: text('id').primaryKey(),
		ladder: text('ladder').notNull(),
		/** Of a module its code. */
		tier: text('tier').notNull(),
		/** The module whose completion leads to it; null for a grade, to which an exam leads. */
		moduleId: uuid('module_id')
			.unique('certificate_kinds_one_per_module')
			.references(() => modules.id),
		/** As printed; names of grades are in `grades.ts`. */
		nameZh: text('name_zh'),
		nameEn: text('name_en')
	},
	(t) => [
		uniqueIndex('certificate_kinds_grade').on(t.ladder, t.tier),
		check('certificate_kinds_module', sql`num_nonnulls(${t.moduleId}, ${t.nameZh}, ${t.nameEn}) in (0, 3)`)
	]
);

/** What holds for certificates of a kind that are issued from a moment on; the newest version counts. Append-only. */
export const certificateKindVersions = pgTable(
	'certificate_kind_versions',
	{
		kind: text('kind')
			.notNull()
			.references(() => certificateKinds.id),
		version: integer('version').notNull(),
		/** As `Validity` of periods. */
		validity: jsonb('validity').notNull(),
		/** As `Conditions`. */
		conditions: jsonb('conditions')
			.notNull()
			.default({
				...{ hours: null, employment: false, conduct: 'none', cureMonths: null },
				...{ leavePauses: false, mostPauseDays: null }
			}),
		reason: text('reason').notNull(),
		/** Null: it came with the system. */
		changedBy: uuid('changed_by').references(() => people.id),
		changedAt: at('changed_at').notNull()
	},
	(t) => [primaryKey({ columns: [t.kind, t.version] })]
);

/** A round of somebody's life with a kind, as `Period`. Filled in once, revoked once, never reset: a trigger refuses it. */
export const certificatePeriods = pgTable(
	'certificate_periods',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		kind: text('kind')
			.notNull()
			.references(() => certificateKinds.id),
		opens: date('opens').notNull(),
		due: date('due'),
		ends: date('ends'),
		certified: date('certified'),
		fromOn: date('from_on'),
		untilOn: date('until_on'),
		revoked: date('revoked'),
		/** The rules that it was certified by; they hold until it is renewed. */
		version: integer('version'),
		/** The certificate that was issued for it: the first of those that replaced one another. */
		certificateId: uuid('certificate_id')
			.unique()
			.references((): AnyPgColumn => certificates.id)
	},
	(t) => [
		index('certificate_periods_person').on(t.personId, t.kind),
		foreignKey({
			name: 'certificate_periods_version',
			columns: [t.kind, t.version],
			foreignColumns: [certificateKindVersions.kind, certificateKindVersions.version]
		}),
		check(
			'certificate_periods_certified',
			sql`num_nonnulls(${t.certified}, ${t.fromOn}, ${t.version}, ${t.certificateId}) in (0, 4)`
		),
		check('certificate_periods_dates', sql`${t.fromOn} >= ${t.certified} and ${t.untilOn} >= ${t.fromOn}`)
	]
);
