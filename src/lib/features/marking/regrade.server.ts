import { sql } from 'drizzle-orm';
import type { Question } from '$lib/features/bank';
import { setQuestionMarks } from '$lib/features/exams/index.server';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { earnedByRubric, type ChosenLevels } from './by-rubric';
import { SCHEME_RULES } from './scheme';
import { markingOutcomes } from './tables.server';

interface OfItem {
	sittingId: string;
	itemVersionId: string;
}

/** An answer that people marked by a rubric, with what it earns and what it would by another, in hundredths of a mark. */
export interface Remarked {
	answerId: string;
	attemptId: string;
	position: number;
	/** Of the decision that stands. */
	version: number;
	now: number;
	next: number;
}

/**
 * What the answers to an item would earn by other weights and shares of its rubric, with every level as it was chosen. Left
 * out: what was decided on an appeal, which is somebody's word about that answer alone.
 */
export async function remarkBy(db: Database, of: OfItem, question: Question): Promise<Remarked[]> {
	const rows = await rowsOf<Omit<Remarked, 'next'> & ChosenLevels & { said: number }>(
		db,
		sql`select n.id as "answerId", n.attempt_id as "attemptId", n.position, n.marks, newest.version,
				newest.hundredths as said, q.earned_hundredths as now, chosen.levels as moderated,
				coalesce((select jsonb_object_agg(t.turn, m.levels) from marking_tasks t
					join marking_marks m on m.task_id = t.id
					where t.answer_id = n.id and t.withdrawn_at is null), '{}') as turns
			from marking_answers n
			join question_marks q on q.attempt_id = n.attempt_id and q.position = n.position
			join lateral (select o.version, o.hundredths from marking_outcomes o where o.answer_id = n.id
				order by o.version desc limit 1) newest on true
			left join lateral (select nullif(o.basis->'levels', 'null'::jsonb) as levels from marking_outcomes o
				where o.answer_id = n.id and o.kind <> 'regraded' order by o.version desc limit 1) chosen on true
			where n.sitting_id = ${of.sittingId}::uuid and n.item_version_id = ${of.itemVersionId}::uuid
			order by n.attempt_id`
	);
	return rows.flatMap(({ said, marks, moderated, turns, ...row }) => {
		const next = said === row.now ? earnedByRubric(question, { marks, moderated, turns }) : null;
		return next === null ? [] : [{ ...row, next }];
	});
}

/** Whether people are still reading answers to an item: their marks would be by the rubric that they have before them. */
export async function isBeingRead(db: Database, { sittingId, itemVersionId }: OfItem): Promise<boolean> {
	const [row] = await rowsOf<{ open: boolean }>(
		db,
		sql`select exists (select from marking_answers n
			where n.sitting_id = ${sittingId}::uuid and n.item_version_id = ${itemVersionId}::uuid
				and not exists (select from question_marks q where q.attempt_id = n.attempt_id and q.position = n.position)
			) as open`
	);
	return row!.open;
}

/** Writes what a regrade makes of answers, each as a further decision beside those before it. The caller holds the attempts. */
export async function writeRemarked(
	tx: Database,
	ctx: Context,
	rows: readonly Remarked[],
	{ regradeId, by }: { regradeId: string; by: string | null }
): Promise<void> {
	const changed = rows.filter(({ now, next }) => now !== next);
	if (!changed.length) return;
	await tx.insert(markingOutcomes).values(
		changed.map(({ answerId, version, next }) => ({
			...{ answerId, version: version + 1, kind: 'regraded' as const, hundredths: next },
			basis: { rule: SCHEME_RULES.rubric, regradeId },
			...{ decidedBy: by, reason: '', decidedAt: ctx.now }
		}))
	);
	await setQuestionMarks(
		tx,
		ctx.now,
		changed.map(({ attemptId, position, next }) => ({ attemptId, position, earnedHundredths: next }))
	);
}
