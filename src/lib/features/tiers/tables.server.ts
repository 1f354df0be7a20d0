import { sql } from 'drizzle-orm';
import {
	boolean,
	check,
	date,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	timestamp,
	unique,
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import { people, units } from '../people/tables.server';
import { decisionKinds, decisionStates, stepKinds } from './states';

const at = (name: string) => timestamp(name, { withTimezone: true });

/** A grade standard of one ladder from one date on, as it was written. Never changed. */
export const policyVersions = pgTable(
	'policy_versions',
	{
		id: uuid('id').primaryKey(),
		ladder: text('ladder').notNull(),
		effectiveFrom: date('effective_from').notNull(),
		/** The document's own bytes; `content` is the same, parsed and checked. */
		yaml: text('yaml').notNull(),
		content: jsonb('content').notNull(),
		sha256: text('sha256').notNull(),
		publishedAt: at('published_at').notNull(),
		/** Null: it came with the program. */
		publishedBy: uuid('published_by').references(() => people.id)
	},
	(t) => [unique('policy_versions_date').on(t.ladder, t.effectiveFrom)]
);

/** A standard that is being written; submitted by one person, published by another. */
export const policyDrafts = pgTable(
	'policy_drafts',
	{
		id: uuid('id').primaryKey(),
		ladder: text('ladder').notNull(),
		yaml: text('yaml').notNull(),
		sha256: text('sha256').notNull(),
		/** The date that the text named when it was saved; null while it cannot be read. */
		effectiveFrom: date('effective_from'),
		/** The version that it started from, or was last compared with. */
		baseId: uuid('base_id').references(() => policyVersions.id),
		state: text('state', { enum: ['draft', 'submitted', 'published', 'discarded'] }).notNull(),
		/** Rises with each save; a page that was opened on an older one is told so. */
		version: integer('version').notNull().default(1),
		createdBy: uuid('created_by').references(() => people.id),
		createdAt: at('created_at').notNull(),
		savedBy: uuid('saved_by').references(() => people.id),
		savedAt: at('saved_at').notNull(),
		submittedBy: uuid('submitted_by').references(() => people.id),
		submittedAt: at('submitted_at'),
		/** Who sent it back, discarded or published it last, and what they said. */
		closedBy: uuid('closed_by').references(() => people.id),
		closedAt: at('closed_at'),
		note: text('note'),
		publishedId: uuid('published_id').references(() => policyVersions.id)
	},
	(t) => [
		index('policy_drafts_state').on(t.state, t.ladder),
		uniqueIndex('policy_drafts_one_date')
			.on(t.ladder, t.effectiveFrom)
			.where(sql`${t.state} = 'submitted'`),
		check(
			'policy_drafts_two_people',
			sql`${t.state} <> 'published' or ${t.closedBy} is null or ${t.closedBy} <> ${t.submittedBy}`
		),
		check('policy_drafts_dated', sql`${t.state} <> 'submitted' or ${t.effectiveFrom} is not null`)
	]
);

/** What a draft would change for the whole workforce, computed by a job. */
export const simulations = pgTable(
	'simulations',
	{
		id: uuid('id').primaryKey(),
		draftId: uuid('draft_id')
			.notNull()
			.references(() => policyDrafts.id),
		/** SHA-256 of the draft's text that was simulated. */
		sha256: text('sha256').notNull(),
		asOf: date('as_of').notNull(),
		state: text('state', { enum: ['waiting', 'done', 'failed'] }).notNull(),
		result: jsonb('result'),
		requestedBy: uuid('requested_by').references(() => people.id),
		requestedAt: at('requested_at').notNull(),
		finishedAt: at('finished_at')
	},
	(t) => [
		index('simulations_draft').on(t.draftId, t.requestedAt),
		uniqueIndex('simulations_one_waiting')
			.on(t.draftId, t.sha256)
			.where(sql`${t.state} = 'waiting'`)
	]
);

/** Whom a draft would move, and how; one row per person and effect. Derived, written once with the result. */
export const simulationChanges = pgTable(
	'simulation_changes',
	{
		simulationId: uuid('simulation_id')
			.notNull()
			.references(() => simulations.id, { onDelete: 'cascade' }),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** Becomes or is no longer eligible; no longer, or again, satisfies the tier that they hold. */
		effect: text('effect', { enum: ['gains', 'loses', 'lapses', 'keeps'] }).notNull(),
		/** The tier that it is about. */
		tier: text('tier').notNull(),
		/** Keys of the requirements that move them; their words are in the result of the simulation. */
		moved: jsonb('moved').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.simulationId, t.personId, t.effect] }),
		index('simulation_changes_effect').on(t.simulationId, t.effect, t.tier)
	]
);

/** That a person is on the way to a ladder's first tier, or on it beside another ladder. */
export const candidacies = pgTable(
	'candidacies',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		startsOn: date('starts_on').notNull(),
		/** The last day; null while it goes on. */
		endsOn: date('ends_on'),
		recordedBy: uuid('recorded_by').references(() => people.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [
		uniqueIndex('candidacies_one_open')
			.on(t.personId, t.ladder)
			.where(sql`${t.endsOn} is null`),
		index('candidacies_ladder').on(t.ladder, t.personId)
	]
);

/** A named round of decisions with its deadlines, e.g. the annual review. */
export const campaigns = pgTable('campaigns', {
	id: uuid('id').primaryKey(),
	ladder: text('ladder').notNull(),
	nameZh: text('name_zh').notNull(),
	nameEn: text('name_en').notNull(),
	/** Null: the whole organisation. */
	unitId: uuid('unit_id').references(() => units.id),
	opensOn: date('opens_on').notNull(),
	/** Last days for proposals and for reviews. */
	proposeBy: date('propose_by').notNull(),
	reviewBy: date('review_by').notNull(),
	/** The day on which its decisions take effect at the earliest. */
	effectiveOn: date('effective_on').notNull(),
	state: text('state', { enum: ['open', 'closed'] }).notNull(),
	createdBy: uuid('created_by').references(() => people.id),
	createdAt: at('created_at').notNull(),
	closedAt: at('closed_at')
});

/**
 * A case about one person: what was proposed, on which evidence, and how far it came. What it said when it was
 * proposed never changes (a trigger refuses it); every step after that is a row of `decision_steps`.
 */
export const decisions = pgTable(
	'decisions',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		kind: text('kind', { enum: decisionKinds }).notNull(),
		fromTier: text('from_tier'),
		/** The tier that it is about; null for an exit. */
		toTier: text('to_tier'),
		policyVersionId: uuid('policy_version_id')
			.notNull()
			.references(() => policyVersions.id),
		/** What the evidence was put against. */
		purpose: text('purpose', { enum: ['promote', 'retain', 'readmit'] })
			.notNull()
			.default('promote'),
		/** The day as of which the evidence was judged. */
		asOf: date('as_of').notNull(),
		facts: jsonb('facts').notNull(),
		explanation: jsonb('explanation').notNull(),
		/** SHA-256 of the canonical JSON of facts and explanation. */
		factsHash: text('facts_hash').notNull(),
		explanationHash: text('explanation_hash').notNull(),
		reason: text('reason').notNull(),
		/** What the kind needs beside that, as `DecisionDetail`: of an exception what is waived and until when. */
		detail: jsonb('detail').notNull().default({}),
		campaignId: uuid('campaign_id').references(() => campaigns.id),
		proposedBy: uuid('proposed_by').references(() => people.id),
		proposedAt: at('proposed_at').notNull(),
		state: text('state', { enum: decisionStates }).notNull(),
		/** Rises when it is reopened: votes count for one round. */
		round: integer('round').notNull().default(1),
		/** First and last day of the public notice. */
		noticeFrom: date('notice_from'),
		noticeTo: date('notice_to'),
		/** The day on which it takes or took effect. */
		effectiveOn: date('effective_on'),
		closedBy: uuid('closed_by').references(() => people.id),
		closedAt: at('closed_at'),
		closingNote: text('closing_note')
	},
	(t) => [
		uniqueIndex('decisions_one_open')
			.on(t.personId, t.ladder)
			.where(sql`${t.state} in ('proposed', 'notice', 'approved')`),
		index('decisions_state').on(t.state, t.proposedAt),
		index('decisions_person').on(t.personId, t.proposedAt),
		index('decisions_campaign').on(t.campaignId),
		check(
			'decisions_two_people',
			sql`${t.state} not in ('notice', 'approved', 'effective') or ${t.closedBy} is null or ${t.closedBy} <> ${t.proposedBy}`
		),
		check('decisions_notice', sql`${t.noticeTo} is null or ${t.noticeTo} >= ${t.noticeFrom}`)
	]
);

/**
 * What happened to a case, step by step; append-only. A step that judged the evidence again keeps what it rested
 * on, sealed in the same way as the proposal.
 */
export const decisionSteps = pgTable(
	'decision_steps',
	{
		id: uuid('id').primaryKey(),
		decisionId: uuid('decision_id')
			.notNull()
			.references(() => decisions.id),
		/** Position in the case, from 1. */
		position: integer('position').notNull(),
		kind: text('kind', { enum: stepKinds }).notNull(),
		/** Null: the system. */
		actorId: uuid('actor_id').references(() => people.id),
		at: at('at').notNull(),
		note: text('note'),
		policyVersionId: uuid('policy_version_id').references(() => policyVersions.id),
		asOf: date('as_of'),
		facts: jsonb('facts'),
		explanation: jsonb('explanation'),
		factsHash: text('facts_hash'),
		explanationHash: text('explanation_hash')
	},
	(t) => [unique('decision_steps_position').on(t.decisionId, t.position)]
);

/** A committee member's vote on a case in one round; append-only. */
export const decisionVotes = pgTable(
	'decision_votes',
	{
		id: uuid('id').primaryKey(),
		decisionId: uuid('decision_id')
			.notNull()
			.references(() => decisions.id),
		round: integer('round').notNull(),
		voterId: uuid('voter_id')
			.notNull()
			.references(() => people.id),
		vote: text('vote', { enum: ['yes', 'no', 'abstain'] }).notNull(),
		reason: text('reason'),
		votedAt: at('voted_at').notNull()
	},
	(t) => [unique('decision_votes_once').on(t.decisionId, t.round, t.voterId)]
);

/**
 * That a person stands on a tier from a day on (null: on none any more); the newest one counts. Append-only.
 */
export const appointments = pgTable(
	'appointments',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		tier: text('tier'),
		startsOn: date('starts_on').notNull(),
		/** The last day for which it was given; null: without end. */
		validTo: date('valid_to'),
		decisionId: uuid('decision_id')
			.notNull()
			.unique('appointments_one_per_decision')
			.references(() => decisions.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [index('appointments_person').on(t.personId, t.ladder, t.startsOn)]
);

/** One requirement of one tier waived for one person until a day, by a decision of the kind `exception`. Append-only. */
export const exceptions = pgTable(
	'exceptions',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		tier: text('tier').notNull(),
		/** Name of the requirement in the policy. */
		ref: text('ref').notNull(),
		validFrom: date('valid_from').notNull(),
		validTo: date('valid_to').notNull(),
		decisionId: uuid('decision_id')
			.notNull()
			.unique('exceptions_one_per_decision')
			.references(() => decisions.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [
		index('exceptions_person').on(t.personId, t.ladder, t.tier),
		check('exceptions_dates', sql`${t.validTo} >= ${t.validFrom}`)
	]
);

/**
 * What a person asks for or objects to, and the answer that a person gave: an explanation of how they stand, or an
 * objection to a decision, during its public notice or by the person it is about (PIPL, Article 24).
 */
export const inquiries = pgTable(
	'inquiries',
	{
		id: uuid('id').primaryKey(),
		kind: text('kind', { enum: ['explanation', 'objection'] }).notNull(),
		/** Whom it is about. */
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		decisionId: uuid('decision_id').references(() => decisions.id),
		/** Round of the decision that it objects to. */
		round: integer('round'),
		raisedBy: uuid('raised_by')
			.notNull()
			.references(() => people.id),
		raisedAt: at('raised_at').notNull(),
		words: text('words').notNull(),
		answeredBy: uuid('answered_by').references(() => people.id),
		answeredAt: at('answered_at'),
		answer: text('answer'),
		/** Of an objection: whether it was found right. */
		upheld: boolean('upheld')
	},
	(t) => [
		index('inquiries_person').on(t.personId, t.raisedAt),
		index('inquiries_decision').on(t.decisionId),
		index('inquiries_open')
			.on(t.raisedAt)
			.where(sql`${t.answeredAt} is null`),
		check('inquiries_other_answers', sql`${t.answeredBy} is null or ${t.answeredBy} <> ${t.raisedBy}`)
	]
);

/**
 * That a person was told that they no longer satisfy the tier they hold, and what follows when; append-only. No
 * consequence takes effect before `actFrom` (domain, 3.3).
 */
export const lapseWarnings = pgTable(
	'lapse_warnings',
	{
		id: uuid('id').primaryKey(),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		tier: text('tier').notNull(),
		consequence: text('consequence', { enum: ['retraining', 'demotion', 'exit'] }).notNull(),
		warnedOn: date('warned_on').notNull(),
		/** The first day on which the consequence may take effect. */
		actFrom: date('act_from').notNull(),
		policyVersionId: uuid('policy_version_id')
			.notNull()
			.references(() => policyVersions.id),
		/** What was missing, as evaluated on that day. */
		explanation: jsonb('explanation').notNull(),
		warnedBy: uuid('warned_by').references(() => people.id),
		recordedAt: at('recorded_at').notNull()
	},
	(t) => [
		unique('lapse_warnings_once').on(t.personId, t.ladder, t.tier, t.consequence, t.warnedOn),
		check('lapse_warnings_before', sql`${t.actFrom} >= ${t.warnedOn}`)
	]
);

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

/**
 * How each person stands on each of their ladders, as the board shows it: derived, refreshed by jobs, never a
 * source. Only what changed is written: `asOf` and `refreshedAt` say since when it has read like this, and the
 * cursor for which day all of it holds.
 */
export const standings = pgTable(
	'standings',
	{
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		ladder: text('ladder').notNull(),
		/** Who and where, as the board sorts and searches. */
		name: text('name').notNull(),
		employeeNo: text('employee_no').notNull(),
		/** Every one, two and three characters in a row of both, in lower case: what a search looks up. */
		grams: text('grams').array().notNull(),
		unitId: uuid('unit_id').notNull(),
		unitPath: text('unit_path').notNull(),
		policyVersionId: uuid('policy_version_id')
			.notNull()
			.references(() => policyVersions.id),
		tier: text('tier'),
		/** Place of the tier in the ladder, from 0; -1 on none. */
		rank: integer('rank').notNull(),
		target: text('target'),
		eligible: boolean('eligible').notNull(),
		met: integer('met').notNull(),
		total: integer('total').notNull(),
		/** Requirements of the target that are not met; null without a target. */
		missing: integer('missing'),
		/** Whether only the certificate is missing. */
		certificateOnly: boolean('certificate_only').notNull(),
		/** Whether the tier that the person holds is still satisfied; null on none. */
		retained: boolean('retained'),
		/** The first day on which time alone makes the person eligible. */
		earliest: date('earliest'),
		/** Last day of the certificate of the tier held, and of the appointment. */
		certificateTo: date('certificate_to'),
		appointedTo: date('appointed_to'),
		/** Exceptions in force. */
		exceptions: integer('exceptions').notNull(),
		/** Value of the policy's ranking formula for the target; null without one. */
		score: integer('score'),
		/** The case about them on this ladder that is not at its end. */
		openDecisionId: uuid('open_decision_id'),
		/** What a row of the board shows beside that, as `StandingSummary`. */
		summary: jsonb('summary').notNull(),
		asOf: date('as_of').notNull(),
		refreshedAt: at('refreshed_at').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.personId, t.ladder] }),
		index('standings_board').on(t.ladder, t.missing, t.personId),
		index('standings_target').on(t.ladder, t.target, t.missing, t.personId),
		index('standings_rank').on(t.ladder, t.rank, t.missing, t.personId),
		index('standings_unit').on(t.ladder, t.unitId, t.missing, t.personId),
		index('standings_path').on(t.ladder, t.unitPath, t.missing, t.personId),
		index('standings_name').on(t.ladder, t.name, t.personId),
		index('standings_grams').using('gin', t.grams),
		index('standings_certificate')
			.on(t.ladder, t.missing, t.personId, t.certificateTo)
			.where(sql`${t.certificateTo} is not null`),
		index('standings_appointed')
			.on(t.ladder, t.missing, t.personId, t.appointedTo)
			.where(sql`${t.appointedTo} is not null`),
		index('standings_open')
			.on(t.ladder, t.missing, t.personId)
			.where(sql`${t.openDecisionId} is not null`),
		index('standings_lapsed')
			.on(t.ladder, t.missing, t.personId)
			.where(sql`not ${t.retained}`),
		index('standings_excepted')
			.on(t.ladder, t.missing, t.personId)
			.where(sql`${t.exceptions} > 0`)
	]
);

/** The standings counted by unit and next tier (empty: none), so that a board need not count everybody. */
export const standingCounts = pgTable(
	'standing_counts',
	{
		ladder: text('ladder').notNull(),
		unitId: uuid('unit_id').notNull(),
		target: text('target').notNull(),
		people: integer('people').notNull(),
		/** Eligible, and no case about them is open. */
		eligible: integer('eligible').notNull(),
		proposed: integer('proposed').notNull(),
		oneMissing: integer('one_missing').notNull(),
		certificateOnly: integer('certificate_only').notNull(),
		/** Certificate, or appointment, that runs out soon. */
		expiring: integer('expiring').notNull(),
		ending: integer('ending').notNull(),
		/** No longer satisfy the tier that they hold. */
		lapsed: integer('lapsed').notNull(),
		excepted: integer('excepted').notNull()
	},
	(t) => [primaryKey({ columns: [t.ladder, t.unitId, t.target] })]
);

/** How far the standings follow the audit log, and the day they are of. One row. */
export const standingsCursor = pgTable(
	'standings_cursor',
	{
		id: integer('id').primaryKey().default(1),
		seq: integer('seq').notNull(),
		asOf: date('as_of').notNull(),
		refreshedAt: at('refreshed_at').notNull()
	},
	(t) => [check('standings_cursor_single', sql`${t.id} = 1`)]
);

/** Decisions that would read otherwise with what is known now; a person looks at each and says what follows. */
export const reevaluations = pgTable(
	'reevaluations',
	{
		id: uuid('id').primaryKey(),
		decisionId: uuid('decision_id')
			.notNull()
			.references(() => decisions.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** Hash of the facts as known now that gave another answer; the same ones are listed once. */
		factsHash: text('facts_hash').notNull(),
		/** Whether the requirements held with what was known then, and hold with what is known now. */
		held: boolean('held').notNull(),
		holds: boolean('holds').notNull(),
		foundAt: at('found_at').notNull(),
		settledBy: uuid('settled_by').references(() => people.id),
		settledAt: at('settled_at'),
		note: text('note')
	},
	(t) => [
		unique('reevaluations_once').on(t.decisionId, t.factsHash),
		index('reevaluations_open')
			.on(t.foundAt)
			.where(sql`${t.settledAt} is null`)
	]
);

/** Days that differ from Monday to Friday: public holidays, and weekends that are worked for them. */
export const calendarDays = pgTable('calendar_days', {
	day: date('day').primaryKey(),
	working: boolean('working').notNull(),
	nameZh: text('name_zh').notNull(),
	nameEn: text('name_en').notNull()
});
