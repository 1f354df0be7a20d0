import { alias } from 'drizzle-orm/pg-core';
import { and, count, desc, eq, max, sql, type SQL } from 'drizzle-orm';
import type { LocalText } from '$lib/i18n/locales';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { people, units } from '../../people/tables.server';
import {
	answer,
	answersEntry,
	correction,
	correctsEntry,
	entryCounts,
	entryFlags,
	entryState
} from '../load.server';
import { computePairingState } from '../rules';
import { agreedSql } from './health.server';
import { pairings, shadowingEntries } from '../tables.server';
import type { EndReason, EntryState, PairingState } from '../vocabulary';

export const trainee = alias(people, 'trainee');
export const mentor = alias(people, 'mentor');

/** Sums of a pairing's entries as a subquery: minutes that count, and what still waits or is disputed. */
export const totalsOf = (db: Database, where?: SQL) =>
	db
		.select({
			pairingId: shadowingEntries.pairingId,
			minutes:
				sql<number>`coalesce(sum(${shadowingEntries.minutes}) filter (where ${entryCounts}), 0)::int`.as(
					'minutes'
				),
			waitingMinutes:
				sql<number>`coalesce(sum(${shadowingEntries.minutes}) filter (where ${entryState} = 'waiting'), 0)::int`.as(
					'waiting_minutes'
				),
			waiting: sql<number>`count(*) filter (where ${entryState} = 'waiting')::int`.as('waiting'),
			disputed: sql<number>`count(*) filter (where ${entryState} = 'disputed')::int`.as('disputed'),
			entries: count().as('entries'),
			lastOn: max(shadowingEntries.occurredOn).as('last_on')
		})
		.from(shadowingEntries)
		.leftJoin(answer, answersEntry)
		.leftJoin(correction, correctsEntry)
		.where(where)
		.groupBy(shadowingEntries.pairingId)
		.as('totals');

export interface PairingRow {
	id: string;
	trainee: { id: string; name: string; employeeNo: string; unitName: LocalText };
	mentor: { id: string; name: string };
	startsOn: IsoDate;
	endsOn: IsoDate;
	endedOn: IsoDate | null;
	endReason: EndReason | null;
	state: PairingState;
	/** Whether both signed the agreement, or HR filed the pairing before there were any. */
	agreed: boolean;
	agreedAt: Date | null;
	plannedMinutes: number;
	goal: string;
	/** Minutes that count: signed by both or settled so, and nothing against them. */
	minutes: number;
	waitingMinutes: number;
	waiting: number;
	disputed: number;
	entries: number;
	lastOn: IsoDate | null;
}

/** Pairings with both people, the trainee's unit and the sums; newest first unless ordered otherwise. */
export function selectPairings(db: Database, where: SQL | undefined) {
	const totals = totalsOf(db);
	const query = db
		.select({
			pairing: pairings,
			trainee: { id: trainee.id, name: trainee.name, employeeNo: trainee.employeeNo },
			mentor: { id: mentor.id, name: mentor.name },
			unitZh: units.nameZh,
			unitEn: units.nameEn,
			minutes: totals.minutes,
			waitingMinutes: totals.waitingMinutes,
			waiting: totals.waiting,
			disputed: totals.disputed,
			entries: totals.entries,
			lastOn: totals.lastOn,
			agreed: agreedSql,
			/** Rows without limit and offset. */
			total: sql<number>`count(*) over ()::int`
		})
		.from(pairings)
		.innerJoin(trainee, eq(trainee.id, pairings.traineeId))
		.innerJoin(mentor, eq(mentor.id, pairings.mentorId))
		.innerJoin(units, eq(units.id, trainee.unitId))
		.leftJoin(totals, eq(totals.pairingId, pairings.id))
		.where(where)
		.$dynamic();
	return { query, totals };
}

type Selected = Awaited<ReturnType<typeof selectPairings>['query']>[number];

export function toPairingRow(row: Selected, today: IsoDate): PairingRow {
	const { pairing } = row;
	return {
		id: pairing.id,
		trainee: { ...row.trainee, unitName: { 'zh-CN': row.unitZh, en: row.unitEn } },
		mentor: row.mentor,
		startsOn: pairing.startsOn,
		endsOn: pairing.endsOn,
		endedOn: pairing.endedOn,
		endReason: pairing.endReason,
		state: computePairingState(pairing, today),
		...{ agreed: row.agreed, agreedAt: pairing.agreedAt },
		plannedMinutes: pairing.plannedMinutes,
		goal: pairing.goal,
		minutes: row.minutes ?? 0,
		waitingMinutes: row.waitingMinutes ?? 0,
		waiting: row.waiting ?? 0,
		disputed: row.disputed ?? 0,
		entries: row.entries ?? 0,
		lastOn: row.lastOn
	};
}

export interface EntryRow {
	id: string;
	pairingId: string;
	traineeName: string;
	mentorName: string;
	occurredOn: IsoDate;
	minutes: number;
	steps: number[];
	state: EntryState;
	/** Whether its minutes count. */
	counts: boolean;
	/** Flags that are open or upheld. */
	flags: number;
	/** Whether it stands in for a disputed one. */
	corrects: boolean;
	createdAt: Date;
	/** The trainee's signature: when, and the reflection or the reason. */
	answeredAt: Date | null;
	answerWords: string | null;
}

/** Entries with their state, the latest session first. */
export function selectEntries(db: Database, where: SQL | undefined, limit = 500): Promise<EntryRow[]> {
	return db
		.select({
			id: shadowingEntries.id,
			pairingId: shadowingEntries.pairingId,
			traineeName: trainee.name,
			mentorName: mentor.name,
			occurredOn: shadowingEntries.occurredOn,
			minutes: shadowingEntries.minutes,
			steps: shadowingEntries.steps,
			state: entryState,
			counts: entryCounts,
			flags: entryFlags,
			corrects: sql<boolean>`${shadowingEntries.replacesId} is not null`,
			createdAt: shadowingEntries.createdAt,
			answeredAt: answer.signedAt,
			answerWords: answer.words
		})
		.from(shadowingEntries)
		.innerJoin(pairings, eq(pairings.id, shadowingEntries.pairingId))
		.innerJoin(trainee, eq(trainee.id, pairings.traineeId))
		.innerJoin(mentor, eq(mentor.id, pairings.mentorId))
		.innerJoin(units, eq(units.id, trainee.unitId))
		.leftJoin(answer, answersEntry)
		.leftJoin(correction, correctsEntry)
		.where(and(where))
		.orderBy(desc(shadowingEntries.occurredOn), desc(shadowingEntries.createdAt), desc(shadowingEntries.id))
		.limit(limit);
}
