import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import type { Aliases, Question } from '$lib/features/bank';
import { rowsOf, type Database } from '$lib/server/db/database';
import { itemKeys, items, itemVersions } from '../../bank/tables.server';
import type { Key, QuestionToMark } from '../marking';
import { attemptPapers, keyCorrections } from '../tables.server';

interface Row {
	attemptId: string;
	position: number;
	itemVersionId: string;
	marks: number;
	given: unknown;
	decided: number | null;
}

/**
 * Questions of attempts by attempt, in the order of the paper, each with the key that counts, the answer, and what people
 * decided: for marking alone. Keys are read once however many attempts they mark.
 */
export async function listMarkable(
	db: Database,
	attemptIds: readonly string[]
): Promise<Map<string, QuestionToMark[]>> {
	const asked = new Map<string, QuestionToMark[]>(attemptIds.map((id) => [id, []]));
	if (!attemptIds.length) return asked;
	// Paper by paper: each is one stretch of two indexes, whatever else the tables hold.
	const rows = await rowsOf<Row>(
		db,
		sql`select asked.* from jsonb_array_elements_text(${JSON.stringify(attemptIds)}::text::jsonb) as attempt(id)
			cross join lateral (
				select i.attempt_id as "attemptId", i.position, i.item_version_id as "itemVersionId", i.marks,
					newest.given, m.earned_hundredths as decided
				from attempt_items i
				left join (select distinct on (a.position) a.position, a.given from answers a
					where a.attempt_id = attempt.id::uuid order by a.position, a.seq desc) newest
					on newest.position = i.position
				left join question_marks m on m.attempt_id = i.attempt_id and m.position = i.position
				where i.attempt_id = attempt.id::uuid order by i.position
			) asked`
	);
	const keys = await keysOf(db, [...new Set(rows.map(({ itemVersionId }) => itemVersionId))]);
	const corrections = await correctionsOf(db, attemptIds);
	for (const { attemptId, position, itemVersionId, marks, given, decided } of rows) {
		const key = keys.get(itemVersionId);
		if (!key) continue;
		const of = { position, itemVersionId, area: key.area, marks, given, decided };
		const correction = corrections.get(attemptId)?.get(itemVersionId);
		asked
			.get(attemptId)!
			.push(
				correction
					? { ...of, ...correction, aliases: correction.aliases ?? key.aliases }
					: { ...of, question: key.question, aliases: key.aliases, correctionId: null }
			);
	}
	return asked;
}

interface OwnKey {
	area: KnowledgeArea;
	question: Question;
	aliases: Aliases;
}

async function keysOf(db: Database, versionIds: readonly string[]): Promise<Map<string, OwnKey>> {
	const rows = await db
		.select({
			id: itemVersions.id,
			area: items.area,
			question: itemKeys.question,
			aliases: itemKeys.aliases
		})
		.from(itemVersions)
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, itemVersions.id))
		.where(inArray(itemVersions.id, [...versionIds]));
	return new Map(rows.map(({ id, ...key }) => [id, key as OwnKey]));
}

/** What a sitting uses instead of an item's own key. */
export type Correction = Required<Pick<QuestionToMark, 'question' | 'also' | 'credit'>> & {
	correctionId: string;
	/** Null where they are the item's own. */
	aliases: Aliases | null;
};

/** By attempt and item version, what its sitting uses instead of the item's own key. */
async function correctionsOf(
	db: Database,
	attemptIds: readonly string[]
): Promise<Map<string, Map<string, Correction>>> {
	const of = await db
		.select({ attemptId: attemptPapers.id, sittingId: attemptPapers.sittingId })
		.from(attemptPapers)
		.where(inArray(attemptPapers.id, [...attemptIds]));
	const sittingIds = [...new Set(of.map(({ sittingId }) => sittingId))];
	const bySitting = new Map<string, Map<string, Correction>>();
	for (const sittingId of sittingIds) bySitting.set(sittingId, await listCorrections(db, sittingId));
	return new Map(of.map(({ attemptId, sittingId }) => [attemptId, bySitting.get(sittingId)!]));
}

/** The correction of a sitting that counts, by item version: the newest of each. */
export async function listCorrections(db: Database, sittingId: string): Promise<Map<string, Correction>> {
	const rows = await db
		.select()
		.from(keyCorrections)
		.where(eq(keyCorrections.sittingId, sittingId))
		.orderBy(asc(keyCorrections.madeAt), asc(keyCorrections.id));
	return new Map(
		rows.map(({ id, itemVersionId, question, aliases, also, credit }) => [
			itemVersionId,
			{
				...{ correctionId: id, question: question as Question | null, credit },
				...{ aliases: aliases as Aliases | null, also: also as Key[] }
			}
		])
	);
}
