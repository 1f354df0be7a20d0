import { sql } from 'drizzle-orm';
import {
	boolean,
	check,
	date,
	index,
	integer,
	jsonb,
	pgTable,
	text,
	timestamp,
	uniqueIndex,
	uuid,
	type AnyPgColumn
} from 'drizzle-orm/pg-core';

const at = (name: string) => timestamp(name, { withTimezone: true });

/** The one organisation whose system this is. */
export const organisation = pgTable(
	'organisation',
	{
		id: integer('id').primaryKey().default(1),
		nameZh: text('name_zh').notNull(),
		nameEn: text('name_en').notNull(),
		zone: text('zone').notNull().default('Asia/Shanghai')
	},
	(t) => [check('organisation_single', sql`${t.id} = 1`)]
);

/** Head office, branches and outlets as a tree; `path` is the codes from the root, each with a slash after it. */
export const units = pgTable(
	'units',
	{
		id: uuid('id').primaryKey(),
		parentId: uuid('parent_id').references((): AnyPgColumn => units.id),
		kind: text('kind', { enum: ['headOffice', 'branch', 'outlet'] }).notNull(),
		code: text('code').notNull().unique(),
		nameZh: text('name_zh').notNull(),
		nameEn: text('name_en').notNull(),
		path: text('path').notNull().unique(),
		/** Who manages its people; may not decide on them. */
		headId: uuid('head_id').references((): AnyPgColumn => people.id),
		createdAt: at('created_at').notNull()
	},
	(t) => [check('units_code_plain', sql`${t.code} ~ '^[A-Z0-9]+$'`)]
);

export const people = pgTable(
	'people',
	{
		id: uuid('id').primaryKey(),
		employeeNo: text('employee_no').notNull().unique(),
		name: text('name').notNull(),
		email: text('email'),
		unitId: uuid('unit_id')
			.notNull()
			.references(() => units.id),
		/** The post in the organisation, as people say it. */
		post: text('post').notNull(),
		bornOn: date('born_on'),
		hiredOn: date('hired_on').notNull(),
		status: text('status', { enum: ['active', 'suspended', 'left'] })
			.notNull()
			.default('active'),
		locale: text('locale', { enum: ['zh-CN', 'en'] }),
		theme: text('theme', { enum: ['light', 'dark'] }),
		/** Rises with each update; a form that was opened on an older one is told so. */
		version: integer('version').notNull().default(1),
		createdAt: at('created_at').notNull()
	},
	(t) => [
		uniqueIndex('people_email').on(sql`lower(${t.email})`),
		index('people_unit').on(t.unitId),
		index('people_name').on(t.name)
	]
);

export const accounts = pgTable('accounts', {
	personId: uuid('person_id')
		.primaryKey()
		.references(() => people.id),
	passwordHash: text('password_hash').notNull(),
	mustChange: boolean('must_change').notNull(),
	changedAt: at('changed_at').notNull()
});

/** Sessions by the SHA-256 of their id: the table alone opens nothing. */
export const sessions = pgTable(
	'sessions',
	{
		idHash: text('id_hash').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		expiresAt: at('expires_at').notNull(),
		createdAt: at('created_at').notNull(),
		userAgent: text('user_agent').notNull().default('')
	},
	(t) => [index('sessions_person').on(t.personId)]
);

/** Counters of attempts in a window of time, shared by all instances. */
export const rateLimits = pgTable('rate_limits', {
	key: text('key').primaryKey(),
	hits: integer('hits').notNull(),
	resetsAt: at('resets_at').notNull()
});

export const roleGrants = pgTable(
	'role_grants',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		role: text('role').notNull(),
		/** Null: the whole organisation. */
		unitId: uuid('unit_id').references(() => units.id),
		validFrom: date('valid_from').notNull(),
		/** The last day; null: without end. */
		validTo: date('valid_to'),
		grantedBy: uuid('granted_by').references(() => people.id),
		grantedAt: at('granted_at').notNull(),
		revokedBy: uuid('revoked_by').references(() => people.id),
		revokedAt: at('revoked_at')
	},
	(t) => [
		index('role_grants_person').on(t.personId),
		check('role_grants_dates', sql`${t.validTo} is null or ${t.validTo} >= ${t.validFrom}`)
	]
);

/**
 * What is known of a person and may decide about their grade: education, title, experience, induction,
 * credit standing, discipline. `data` is checked by the schema of its kind. Rows are never changed; a wrong one
 * is retracted, and both remain.
 */
export const evidence = pgTable(
	'evidence',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		kind: text('kind', {
			enum: [
				'education',
				'title',
				'experience',
				'induction',
				'creditCheck',
				'discipline',
				'leave',
				'conductReview'
			]
		}).notNull(),
		validFrom: date('valid_from').notNull(),
		validTo: date('valid_to'),
		data: jsonb('data').notNull(),
		recordedAt: at('recorded_at').notNull(),
		recordedBy: uuid('recorded_by').references(() => people.id)
	},
	(t) => [
		index('evidence_person').on(t.personId, t.kind),
		check('evidence_dates', sql`${t.validTo} is null or ${t.validTo} >= ${t.validFrom}`)
	]
);

export const evidenceRetractions = pgTable('evidence_retractions', {
	evidenceId: uuid('evidence_id')
		.primaryKey()
		.references(() => evidence.id),
	reason: text('reason').notNull(),
	recordedAt: at('recorded_at').notNull(),
	recordedBy: uuid('recorded_by')
		.notNull()
		.references(() => people.id)
});
