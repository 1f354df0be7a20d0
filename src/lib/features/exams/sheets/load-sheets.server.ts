import { and, asc, desc, eq, inArray, isNull } from 'drizzle-orm';
import { inOrder, type AnyGiven, type Shown } from '$lib/features/bank';
import type { Database } from '$lib/server/db/database';
import { caseVersions, itemVersions } from '../../bank/tables.server';
import { people } from '../../people/tables.server';
import { attemptItems, attemptPapers, registrations, sheetOutcomes, sheetReadings } from '../tables.server';
import type { Reading } from './compare';
import { numbered, type SheetQuestion } from './numbering';

type ReadingRow = typeof sheetReadings.$inferSelect;

/** The newest revision of a reading. */
export type KeptReading = Reading & Omit<ReadingRow, keyof Reading>;

/** A candidate of a paper room with what was read of their sheet by now. */
export interface Sheet {
	registration: typeof registrations.$inferSelect;
	name: string;
	employeeNo: string;
	/** Null where none was drawn. */
	paperId: string | null;
	/** By slot. */
	readings: KeptReading[];
	outcome: typeof sheetOutcomes.$inferSelect | null;
}

/** The sheets of a room, by chair and ticket; or only of some registrations of it. */
export async function loadSheets(db: Database, roomId: string, only?: readonly string[]): Promise<Sheet[]> {
	const { sittingId, personId } = registrations;
	const rows = await db
		.select({
			registration: registrations,
			name: people.name,
			employeeNo: people.employeeNo,
			paperId: attemptPapers.id,
			outcome: sheetOutcomes
		})
		.from(registrations)
		.innerJoin(people, eq(people.id, personId))
		.leftJoin(
			attemptPapers,
			and(eq(attemptPapers.sittingId, sittingId), eq(attemptPapers.personId, personId))
		)
		.leftJoin(sheetOutcomes, eq(sheetOutcomes.registrationId, registrations.id))
		.where(
			and(
				...[eq(registrations.roomId, roomId), isNull(registrations.withdrawnAt)],
				only ? inArray(registrations.id, [...only]) : undefined
			)
		)
		.orderBy(asc(registrations.chair), asc(registrations.ticket));
	const ids = rows.map(({ registration }) => registration.id);
	const readings = ids.length ? await listReadings(db, ids) : [];
	return rows.map((row) => ({
		...row,
		readings: readings.filter(({ registrationId }) => registrationId === row.registration.id)
	}));
}

async function listReadings(db: Database, registrationIds: readonly string[]): Promise<KeptReading[]> {
	const { registrationId, slot, revision } = sheetReadings;
	const rows = await db
		.selectDistinctOn([registrationId, slot])
		.from(sheetReadings)
		.where(inArray(registrationId, [...registrationIds]))
		.orderBy(registrationId, slot, desc(revision));
	return rows.map((row) => ({ ...row, given: row.given as Record<string, AnyGiven> }));
}

/** The questions of some papers as their answer sheets have them. Reads what is shown, never a key. */
export async function loadQuestions(
	db: Database,
	paperIds: readonly string[]
): Promise<Map<string, SheetQuestion[]>> {
	if (!paperIds.length) return new Map();
	const asked = await db
		.select({
			paperId: attemptItems.attemptId,
			position: attemptItems.position,
			versionId: attemptItems.itemVersionId,
			order: attemptItems.optionOrder
		})
		.from(attemptItems)
		.where(inArray(attemptItems.attemptId, [...paperIds]))
		.orderBy(asc(attemptItems.attemptId), asc(attemptItems.position));
	const versionIds = [...new Set(asked.map(({ versionId }) => versionId))];
	const versions = await db
		.select({ id: itemVersions.id, shown: itemVersions.shown, caseId: caseVersions.caseId })
		.from(itemVersions)
		.leftJoin(caseVersions, eq(caseVersions.id, itemVersions.caseVersionId))
		.where(inArray(itemVersions.id, versionIds));
	const byId = new Map(versions.map((version) => [version.id, version]));
	const questions = new Map<string, Parameters<typeof numbered>[0][number][]>();
	for (const { paperId, position, versionId, order } of asked) {
		const { shown, caseId } = byId.get(versionId)!;
		const question = {
			...{ position, shown: inOrder(shown as Shown, order) },
			case: caseId === null ? null : { id: caseId }
		};
		const own = questions.get(paperId);
		if (own) own.push(question);
		else questions.set(paperId, [question]);
	}
	return new Map([...questions].map(([paperId, own]) => [paperId, numbered(own)]));
}
