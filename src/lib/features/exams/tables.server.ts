import { sql } from 'drizzle-orm';
import {
	boolean,
	check,
	date,
	foreignKey,
	index,
	integer,
	jsonb,
	pgTable,
	primaryKey,
	text,
	unique,
	uniqueIndex,
	uuid
} from 'drizzle-orm/pg-core';
import { at } from '../../server/db/columns';
import { blueprints, itemVersions, papers } from '../bank/tables.server';
import { people } from '../people/tables.server';
import {
	endCuts,
	eventKinds,
	handedInBys,
	holdDecisions,
	readings,
	readingSources,
	roomKinds,
	showings,
	studyOutcomes
} from './states';

export const sittings = pgTable(
	'sittings',
	{
		id: uuid('id').primaryKey(),
		titleZh: text('title_zh').notNull(),
		titleEn: text('title_en').notNull(),
		ladder: text('ladder').notNull(),
		/** The tier whose certificate a pass leads to. */
		tier: text('tier').notNull(),
		blueprintId: uuid('blueprint_id')
			.notNull()
			.references(() => blueprints.id),
		registrationOpensAt: at('registration_opens_at').notNull(),
		registrationClosesAt: at('registration_closes_at').notNull(),
		opensAt: at('opens_at').notNull(),
		closesAt: at('closes_at').notNull(),
		/** Time limit of an attempt, in minutes. */
		minutes: integer('minutes').notNull(),
		/** Pass mark in percent. */
		passPercent: integer('pass_percent').notNull(),
		/** Nobody begins later than so many minutes after the window opens; null as long as it is open. */
		lateMinutes: integer('late_minutes'),
		/** What the end of the window cuts: everybody, nobody, or those without extra time (`endCuts` in states). */
		endCut: text('end_cut', { enum: endCuts }).notNull().default('allowance'),
		/** Starts are spread over so many seconds; each counts from its own. */
		spreadSeconds: integer('spread_seconds').notNull().default(0),
		/** To try the room: nothing of it counts anywhere. */
		rehearsal: boolean('rehearsal').notNull().default(false),
		/** What is watched and held to in the room (`RoomRules`). */
		rules: jsonb('rules').notNull().default({}),
		/** What registering asks (`RegistrationRules`). */
		eligibility: jsonb('eligibility').notNull().default({}),
		/** Whether passing also asks a practical part: nothing is marked before that is decided. */
		practical: boolean('practical').notNull().default(false),
		/** Who reads what no rule can mark (`readings` in states). */
		reading: text('reading', { enum: readings }).notNull().default('nobody'),
		/** What passing asks beyond the pass mark (`PassRule`). */
		passRule: jsonb('pass_rule').notNull().default({}),
		/** What candidates see of their paper once results are out (`showings` in states). */
		showing: text('showing', { enum: showings }).notNull().default('all'),
		/** Days after the release in which candidates may appeal; null where nobody may. */
		appealDays: integer('appeal_days'),
		/** How many appeals one candidate has; one that is upheld does not count. */
		appealLimit: integer('appeal_limit').notNull().default(1),
		/** Since when every paper of those registered then is drawn. */
		preparedAt: at('prepared_at'),
		createdBy: uuid('created_by').references(() => people.id),
		createdAt: at('created_at').notNull(),
		/** Who found the marks in order, and when: somebody else releases them. */
		reviewedAt: at('reviewed_at'),
		reviewedBy: uuid('reviewed_by').references(() => people.id),
		/** What was reviewed (`hashOfResults`): what has changed since is reviewed anew. */
		reviewHash: text('review_hash'),
		/** When a release that was decided takes place, and who decided it; null where none waits for its time. */
		releaseDueAt: at('release_due_at'),
		releaseDecidedBy: uuid('release_decided_by').references(() => people.id),
		/** Set once: from then on candidates see their results, but those that are withheld. */
		releasedAt: at('released_at'),
		releasedBy: uuid('released_by').references(() => people.id)
	},
	(t) => [
		index('sittings_opens').on(t.opensAt),
		check(
			'sittings_times',
			sql`${t.registrationOpensAt} < ${t.registrationClosesAt} and ${t.registrationClosesAt} <= ${t.closesAt} and ${t.opensAt} < ${t.closesAt}`
		),
		check('sittings_minutes', sql`${t.minutes} between 1 and 480`),
		check('sittings_pass', sql`${t.passPercent} between 1 and 100`),
		check('sittings_late', sql`${t.lateMinutes} between 0 and 1440`),
		check('sittings_appeal', sql`${t.appealDays} between 1 and 60 and ${t.appealLimit} between 1 and 10`),
		check('sittings_spread', sql`${t.spreadSeconds} between 0 and 120`)
	]
);

/** Sealed papers that a sitting asks, in turn; where it names none, each candidate's is drawn. */
export const sittingPapers = pgTable(
	'sitting_papers',
	{
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => sittings.id),
		paperId: uuid('paper_id')
			.notNull()
			.references(() => papers.id)
	},
	(t) => [primaryKey({ columns: [t.sittingId, t.paperId] }), index('sitting_papers_paper').on(t.paperId)]
);

/** A room of a sitting: a place with chairs, or an online room. */
export const sittingRooms = pgTable(
	'sitting_rooms',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => sittings.id),
		kind: text('kind', { enum: roomKinds }).notNull(),
		name: text('name').notNull(),
		/** Where it is; '' online. */
		address: text('address').notNull().default(''),
		/** How many it holds; null as many as come. */
		places: integer('places'),
		/** Addresses from which the exam may be begun (CIDR); none: from everywhere. */
		ipRanges: text('ip_ranges').array().notNull().default([]),
		/** Said in the room to begin; '' where none is asked. */
		password: text('password').notNull().default(''),
		/** When writing began and when papers were collected, in a paper room, as its invigilators noted it. */
		beganAt: at('began_at'),
		endedAt: at('ended_at'),
		/** Since when the whole room stands. */
		pausedAt: at('paused_at'),
		/** Set once, with the record of the room. */
		closedAt: at('closed_at'),
		closedBy: uuid('closed_by').references(() => people.id),
		/** What the invigilator signed (`RoomRecord`), with its SHA-256. */
		record: jsonb('record'),
		recordHash: text('record_hash')
	},
	(t) => [
		unique('sitting_rooms_name').on(t.sittingId, t.name),
		check('sitting_rooms_places', sql`${t.places} between 1 and 100000`),
		check('sitting_rooms_times', sql`${t.beganAt} < ${t.endedAt}`),
		check('sitting_rooms_closed', sql`(${t.closedAt} is null) = (${t.record} is null)`)
	]
);

/** Who invigilates a room. */
export const roomInvigilators = pgTable(
	'room_invigilators',
	{
		roomId: uuid('room_id')
			.notNull()
			.references(() => sittingRooms.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id)
	},
	(t) => [primaryKey({ columns: [t.roomId, t.personId] }), index('room_invigilators_person').on(t.personId)]
);

export const registrations = pgTable(
	'registrations',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => sittings.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** Number of the admission ticket, unique in the sitting. */
		ticket: text('ticket').notNull(),
		registeredAt: at('registered_at').notNull(),
		withdrawnAt: at('withdrawn_at'),
		/** Since when they wait for a place; null for who has one. */
		waitingSince: at('waiting_since'),
		roomId: uuid('room_id').references(() => sittingRooms.id),
		/** Number of the chair, from 1, unique in a room. */
		chair: integer('chair'),
		/** What this person is given beyond the others, and why. */
		extraMinutes: integer('extra_minutes').notNull().default(0),
		breakMinutes: integer('break_minutes').notNull().default(0),
		needsNote: text('needs_note').notNull().default('')
	},
	(t) => [
		unique('registrations_once').on(t.sittingId, t.personId),
		unique('registrations_ticket').on(t.sittingId, t.ticket),
		unique('registrations_chair').on(t.roomId, t.chair),
		index('registrations_person').on(t.personId),
		index('registrations_waiting')
			.on(t.sittingId, t.waitingSince)
			.where(sql`${t.waitingSince} is not null and ${t.withdrawnAt} is null`),
		check('registrations_extra', sql`${t.extraMinutes} between 0 and 480`),
		check('registrations_break', sql`${t.breakMinutes} between 0 and 240`)
	]
);

/** What one candidate will be asked, drawn before the start; the attempt gets its id. Never changed. */
export const attemptPapers = pgTable(
	'attempt_papers',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => sittings.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** The sealed paper that it is; null for one drawn for them alone. */
		paperId: uuid('paper_id').references(() => papers.id),
		/** Seed of the draw, kept beside its result. */
		seed: text('seed').notNull(),
		drawnAt: at('drawn_at').notNull()
	},
	(t) => [
		unique('attempt_papers_once').on(t.sittingId, t.personId),
		index('attempt_papers_person').on(t.personId)
	]
);

/**
 * One candidate's sitting of one paper, from its start. Times are the server's; how they move is said by the machine in
 * `clock.ts`.
 */
export const attempts = pgTable(
	'attempts',
	{
		id: uuid('id')
			.primaryKey()
			.references(() => attemptPapers.id),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => sittings.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		startedAt: at('started_at').notNull(),
		endsAt: at('ends_at').notNull(),
		/** Set once: by the candidate, by an invigilator, or by the server at the end. */
		handedInAt: at('handed_in_at'),
		handedInBy: text('handed_in_by', { enum: handedInBys }),
		/** The clock stands since then, until then where a break ends by itself. */
		pausedAt: at('paused_at'),
		pausedUntil: at('paused_until'),
		/** Milliseconds of breaks that are left. */
		breakMs: integer('break_ms').notNull().default(0),
		/** The window that may save; each that takes over counts on. */
		seat: integer('seat').notNull().default(0),
		/** SHA-256 of the key that the device of the seat holds; null where none has taken it. */
		device: text('device'),
		/** Until another device has taken over: an invigilator has let it. */
		deviceFreedAt: at('device_freed_at')
	},
	(t) => [
		unique('attempts_once').on(t.sittingId, t.personId),
		index('attempts_person').on(t.personId),
		index('attempts_open')
			.on(t.endsAt)
			.where(sql`${t.handedInAt} is null`),
		check('attempts_paused', sql`${t.pausedAt} is not null or ${t.pausedUntil} is null`),
		check('attempts_break', sql`${t.breakMs} >= 0`)
	]
);

/** The paper as drawn: which items, in which order, with which order of options. Never changed. */
export const attemptItems = pgTable(
	'attempt_items',
	{
		attemptId: uuid('attempt_id')
			.notNull()
			.references(() => attemptPapers.id),
		/** From 1. */
		position: integer('position').notNull(),
		itemVersionId: uuid('item_version_id')
			.notNull()
			.references(() => itemVersions.id),
		optionOrder: text('option_order').array().notNull(),
		marks: integer('marks').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.attemptId, t.position] }),
		index('attempt_items_version').on(t.itemVersionId)
	]
);

/** Every version of every answer. The newest sequence number of a position is the answer. Append-only. */
export const answers = pgTable(
	'answers',
	{
		attemptId: uuid('attempt_id').notNull(),
		position: integer('position').notNull(),
		/** Rises with each change on the device; the same number twice is the same save. */
		seq: integer('seq').notNull(),
		/** The answer in the ids that are shown (`AnyGiven` of the bank); null takes an answer back. */
		given: jsonb('given'),
		flagged: boolean('flagged').notNull().default(false),
		savedAt: at('saved_at').notNull(),
		/** Reached the server after the end, and was made before it. */
		late: boolean('late').notNull().default(false),
		/** The seat that sent it. */
		seat: integer('seat').notNull().default(0)
	},
	(t) => [primaryKey({ columns: [t.attemptId, t.position, t.seq] })]
);

/** What happened in a sitting: to one attempt, in a room, or to all. Append-only. */
export const sittingEvents = pgTable(
	'sitting_events',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => sittings.id),
		roomId: uuid('room_id').references(() => sittingRooms.id),
		attemptId: uuid('attempt_id').references(() => attemptPapers.id),
		at: at('at').notNull(),
		kind: text('kind', { enum: eventKinds }).notNull(),
		/** Who caused it; null for the candidate's own device and for the server. */
		byId: uuid('by_id').references(() => people.id),
		/** What belongs to the kind. */
		data: jsonb('data').notNull().default({})
	},
	(t) => [
		index('sitting_events_sitting').on(t.sittingId, t.at),
		index('sitting_events_attempt').on(t.attemptId, t.at)
	]
);

/**
 * What somebody read on a candidate's answer sheet, or that there is none. Two readings (`slot`), each by another person; the
 * newest revision of each counts. Append-only.
 */
export const sheetReadings = pgTable(
	'sheet_readings',
	{
		registrationId: uuid('registration_id')
			.notNull()
			.references(() => registrations.id),
		slot: integer('slot').notNull(),
		/** From 1. */
		revision: integer('revision').notNull(),
		source: text('source', { enum: readingSources }).notNull(),
		/** Name of the scanner's file; '' where it was typed. */
		file: text('file').notNull().default(''),
		byId: uuid('by_id')
			.notNull()
			.references(() => people.id),
		readAt: at('read_at').notNull(),
		present: boolean('present').notNull(),
		/** By position, in the ids that are shown (`AnyGiven` of the bank); what is not there is not answered. */
		given: jsonb('given').notNull().default({}),
		/** Positions where nobody can tell what is meant. */
		unclear: integer('unclear').array().notNull().default([])
	},
	(t) => [
		primaryKey({ columns: [t.registrationId, t.slot, t.revision] }),
		check('sheet_readings_slot', sql`${t.slot} in (1, 2)`)
	]
);

/** What two readings of a sheet came to: from then on it is what the candidate gave. Append-only. */
export const sheetOutcomes = pgTable('sheet_outcomes', {
	registrationId: uuid('registration_id')
		.primaryKey()
		.references(() => registrations.id),
	present: boolean('present').notNull(),
	/** The revisions that were compared, of the first and of the second reading. */
	revisions: integer('revisions').array().notNull(),
	/** Positions where they differed. */
	differing: integer('differing').array().notNull(),
	/** Who looked at the sheet and settled what differed; null where nothing did. */
	byId: uuid('by_id').references(() => people.id),
	settledAt: at('settled_at').notNull()
});

/** When candidates were last heard of: what a desk shows, nothing that lasts. */
export const attemptPresence = pgTable('attempt_presence', {
	attemptId: uuid('attempt_id').primaryKey(),
	seenAt: at('seen_at').notNull(),
	/** Whether the exam's page is out of sight. */
	away: boolean('away').notNull().default(false),
	/** Whether a device listens. */
	connected: boolean('connected').notNull().default(true)
});

/** The last moment in which exams were served: what is missing since then is given back. One row. */
export const examPulse = pgTable('exam_pulse', {
	id: integer('id').primaryKey().default(1),
	beatAt: at('beat_at').notNull()
});

/**
 * The marking of one attempt; append-only. What is marked anew gets a new version, and the old one the time at which it
 * ended. Candidates see the current one once it is released.
 */
export const attemptResults = pgTable(
	'attempt_results',
	{
		attemptId: uuid('attempt_id')
			.notNull()
			.references(() => attempts.id),
		/** From 1. */
		version: integer('version').notNull().default(1),
		/** What was earned, in hundredths of a mark: parts of marks add up exactly. */
		earnedHundredths: integer('earned_hundredths').notNull(),
		/** Marks of the paper. */
		maxScore: integer('max_score').notNull(),
		/** Percent with one decimal, as tenths: 875 is 87.5 %. */
		tenths: integer('tenths').notNull(),
		passed: boolean('passed').notNull(),
		/** The questions that count (`QuestionMark[]`). */
		marks: jsonb('marks').notNull(),
		/** Name and version of the marking rule and of the scoring of answers. */
		rule: text('rule').notNull(),
		markedOn: date('marked_on').notNull(),
		markedAt: at('marked_at').notNull(),
		/** Since when the candidate knows it; null before the release, and while it is withheld. */
		releasedAt: at('released_at'),
		/** When a newer version took its place. */
		supersededAt: at('superseded_at')
	},
	(t) => [
		primaryKey({ columns: [t.attemptId, t.version] }),
		uniqueIndex('attempt_results_current')
			.on(t.attemptId)
			.where(sql`${t.supersededAt} is null`)
	]
);

/** What people decided that an answer earned which no rule can mark. Marking reads it; how it came about stands with the markers. */
export const questionMarks = pgTable(
	'question_marks',
	{
		attemptId: uuid('attempt_id')
			.notNull()
			.references(() => attemptPapers.id),
		position: integer('position').notNull(),
		earnedHundredths: integer('earned_hundredths').notNull(),
		decidedAt: at('decided_at').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.attemptId, t.position] }),
		check('question_marks_earned', sql`${t.earnedHundredths} >= 0`)
	]
);

/** How a candidate's practical part ended. Append-only; how it came about stands with the examiners. */
export const practicalResults = pgTable(
	'practical_results',
	{
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => sittings.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** Percent with one decimal, as tenths; null for who was absent. */
		tenths: integer('tenths'),
		passed: boolean('passed').notNull(),
		/** Name and version of the rule that made one result of several. */
		rule: text('rule').notNull(),
		decidedAt: at('decided_at').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.sittingId, t.personId] }),
		check('practical_results_tenths', sql`${t.tenths} between 0 and 1000`),
		check('practical_results_absent', sql`${t.tenths} is not null or not ${t.passed}`)
	]
);

/** What marking of one sitting uses instead of an item's own key, the newest of an item. Append-only. */
export const keyCorrections = pgTable(
	'key_corrections',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => sittings.id),
		itemVersionId: uuid('item_version_id')
			.notNull()
			.references(() => itemVersions.id),
		/** The question with the key that counts (`Question` of the bank); null: the question does not count. */
		question: jsonb('question'),
		/** What turns the ids that were shown into those of `question`; null where they are the item's own. */
		aliases: jsonb('aliases'),
		/** Keys by which an answer may earn more (`Key[]`): nobody was to lose by the correction. */
		also: jsonb('also').notNull().default([]),
		/** Everybody earns all its marks. */
		credit: boolean('credit').notNull().default(false),
		madeAt: at('made_at').notNull()
	},
	(t) => [index('key_corrections_item').on(t.sittingId, t.itemVersionId, t.madeAt)]
);

/** A result that is withheld while something is looked into (suspicion of misconduct). */
export const resultHolds = pgTable(
	'result_holds',
	{
		id: uuid('id').primaryKey(),
		attemptId: uuid('attempt_id')
			.notNull()
			.references(() => attemptPapers.id),
		reason: text('reason').notNull(),
		raisedBy: uuid('raised_by')
			.notNull()
			.references(() => people.id),
		raisedAt: at('raised_at').notNull(),
		/** `cleared`: the result stands; `annulled`: it counts for nothing. */
		decision: text('decision', { enum: holdDecisions }),
		decisionReason: text('decision_reason'),
		decidedBy: uuid('decided_by').references(() => people.id),
		decidedAt: at('decided_at')
	},
	(t) => [
		uniqueIndex('result_holds_open')
			.on(t.attemptId)
			.where(sql`${t.decidedAt} is null`),
		check('result_holds_decided', sql`(${t.decidedAt} is null) = (${t.decision} is null)`)
	]
);

/** Item analysis of a sitting, computed from its results as they stand: written anew when they have changed. */
export const sittingAnalyses = pgTable('sitting_analyses', {
	sittingId: uuid('sitting_id')
		.primaryKey()
		.references(() => sittings.id),
	/** SHA-256 of the versions of the results that it rests on. */
	basis: text('basis').notNull(),
	/** Name and version of the definitions. */
	engine: text('engine').notNull(),
	/** `Analysis`. */
	figures: jsonb('figures').notNull(),
	computedAt: at('computed_at').notNull()
});

/** A pass mark that a panel sets (`standard/`): judged in rounds, proposed, and approved by somebody else. */
export const standardStudies = pgTable(
	'standard_studies',
	{
		id: uuid('id').primaryKey(),
		sittingId: uuid('sitting_id')
			.notNull()
			.references(() => sittings.id),
		startedBy: uuid('started_by').references(() => people.id),
		startedAt: at('started_at').notNull(),
		/** The round that judges are in, or were last in: from 1. */
		round: integer('round').notNull().default(1),
		closedBy: uuid('closed_by').references(() => people.id),
		closedAt: at('closed_at'),
		/** What the panel came to (`Cut`). */
		cut: jsonb('cut'),
		outcome: text('outcome', { enum: studyOutcomes }),
		outcomeReason: text('outcome_reason').notNull().default(''),
		endedBy: uuid('ended_by').references(() => people.id),
		endedAt: at('ended_at')
	},
	(t) => [
		uniqueIndex('standard_studies_open')
			.on(t.sittingId)
			.where(sql`${t.endedAt} is null`),
		check('standard_studies_closed', sql`(${t.closedAt} is null) = (${t.cut} is null)`),
		check('standard_studies_ended', sql`(${t.endedAt} is null) = (${t.outcome} is null)`)
	]
);

/** What a study judges: the items of every form, as they were when it began. */
export const standardItems = pgTable(
	'standard_items',
	{
		studyId: uuid('study_id')
			.notNull()
			.references(() => standardStudies.id),
		itemVersionId: uuid('item_version_id')
			.notNull()
			.references(() => itemVersions.id),
		/** The sealed paper that it stands on; null where candidates have papers of their own. */
		paperId: uuid('paper_id').references(() => papers.id),
		marks: integer('marks').notNull(),
		/** In which order judges come to it, from 1; the same on every form. */
		place: integer('place').notNull()
	},
	(t) => [
		unique('standard_items_once').on(t.studyId, t.itemVersionId, t.paperId).nullsNotDistinct(),
		index('standard_items_place').on(t.studyId, t.place)
	]
);

/** Who judges, named by HR. */
export const standardJudges = pgTable(
	'standard_judges',
	{
		studyId: uuid('study_id')
			.notNull()
			.references(() => standardStudies.id),
		personId: uuid('person_id')
			.notNull()
			.references(() => people.id),
		/** Since when their estimates do not count. */
		leftOutAt: at('left_out_at')
	},
	(t) => [primaryKey({ columns: [t.studyId, t.personId] }), index('standard_judges_person').on(t.personId)]
);

/** A judge in a round: when the items were opened to them, and when they handed in. */
export const standardTurns = pgTable(
	'standard_turns',
	{
		studyId: uuid('study_id').notNull(),
		personId: uuid('person_id').notNull(),
		round: integer('round').notNull(),
		openedAt: at('opened_at'),
		submittedAt: at('submitted_at')
	},
	(t) => [
		primaryKey({ columns: [t.studyId, t.personId, t.round] }),
		foreignKey({
			name: 'standard_turns_judge',
			columns: [t.studyId, t.personId],
			foreignColumns: [standardJudges.studyId, standardJudges.personId]
		}),
		check('standard_turns_opened', sql`${t.openedAt} is not null or ${t.submittedAt} is null`)
	]
);

/** What a judge says of an item in a round; begun with what they said in the round before. */
export const standardEstimates = pgTable(
	'standard_estimates',
	{
		studyId: uuid('study_id').notNull(),
		personId: uuid('person_id').notNull(),
		round: integer('round').notNull(),
		itemVersionId: uuid('item_version_id')
			.notNull()
			.references(() => itemVersions.id),
		percent: integer('percent').notNull(),
		saidAt: at('said_at').notNull()
	},
	(t) => [
		primaryKey({ columns: [t.studyId, t.personId, t.round, t.itemVersionId] }),
		foreignKey({
			name: 'standard_estimates_turn',
			columns: [t.studyId, t.personId, t.round],
			foreignColumns: [standardTurns.studyId, standardTurns.personId, standardTurns.round]
		}),
		check('standard_estimates_percent', sql`${t.percent} between 0 and 100`)
	]
);
