import { eq, sql } from 'drizzle-orm';
import type { Question } from '$lib/features/bank';
import { rowsOf, type Database } from '$lib/server/db/database';
import { markPaper, type PassRule, type QuestionToMark } from './marking';
import { listMarkable } from './queries/markable.server';
import { attempts, questionMarks, sittings } from './tables.server';

/** An answer that no rule can mark: what markers get to read. */
export interface AnswerToRead {
	attemptId: string;
	personId: string;
	position: number;
	itemVersionId: string;
	/** The correction of the rubric that counts; null where it is the item's own. */
	correctionId: string | null;
	question: Extract<Question, { type: 'essay' | 'shortAnswer' }>;
	/** Of the question on this paper. */
	marks: number;
	text: string;
	/** Code of the item, and who set the version that was asked. */
	code: string;
	setterId: string | null;
}

/**
 * The answers of a sitting's attempts that were handed in which a person has to read, in no order that means anything. Empty
 * answers earn nothing by rule, so nobody reads them.
 */
export async function answersToRead(tx: Database, sittingId: string): Promise<AnswerToRead[]> {
	const rows = await rowsOf<Omit<AnswerToRead, 'question' | 'text'> & { question: unknown; given: unknown }>(
		tx,
		sql`select a.id as "attemptId", a.person_id as "personId", i.position, i.item_version_id as "itemVersionId",
				i.marks, b.code, v.created_by as "setterId", correction.id as "correctionId", given.given,
				case when correction.id is null then k.question else correction.question end as question
			from attempts a join attempt_items i on i.attempt_id = a.id
			join item_versions v on v.id = i.item_version_id join items b on b.id = v.item_id
			join item_keys k on k.item_version_id = v.id
			join lateral (select n.given from answers n where n.attempt_id = a.id and n.position = i.position
				order by n.seq desc limit 1) as given on true
			left join lateral (select c.id, c.question from key_corrections c
				where c.sitting_id = a.sitting_id and c.item_version_id = v.id
				order by c.made_at desc, c.id desc limit 1) as correction on true
			where a.sitting_id = ${sittingId} and a.handed_in_at is not null and v.type in ('essay', 'shortAnswer')
			order by md5(a.id::text || i.position)`
	);
	return rows.flatMap(({ question, given, ...row }) => {
		const asked = question as Question | null;
		if (asked?.type !== 'essay' && asked?.type !== 'shortAnswer') return [];
		if (asked.type === 'shortAnswer' && asked.accepted.length) return [];
		return typeof given === 'string' && given.trim() ? [{ ...row, question: asked, text: given }] : [];
	});
}

/** What people decided that an answer earned, in hundredths of a mark. */
export type DecidedMark = Omit<typeof questionMarks.$inferInsert, 'decidedAt'>;

/**
 * Writes what people decided, in place of what they decided before. Whoever calls it keeps how it came about, and has the
 * attempts marked anew.
 */
export async function setQuestionMarks(
	tx: Database,
	decidedAt: Date,
	rows: readonly DecidedMark[]
): Promise<void> {
	if (!rows.length) return;
	await tx
		.insert(questionMarks)
		.values(rows.map((row) => ({ ...row, decidedAt })))
		.onConflictDoUpdate({
			target: [questionMarks.attemptId, questionMarks.position],
			set: { earnedHundredths: sql`excluded.earned_hundredths`, decidedAt }
		});
}

/** The paper of an attempt with everything that marking it needs: asked once, marked under several suppositions. */
export interface PaperToMark {
	questions: QuestionToMark[];
	passPercent: number;
	passRule: PassRule;
}

/** Null where the attempt does not exist. */
export async function paperToMark(tx: Database, attemptId: string): Promise<PaperToMark | null> {
	const [sitting] = await tx
		.select({ passPercent: sittings.passPercent, passRule: sittings.passRule })
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.where(eq(attempts.id, attemptId));
	if (!sitting) return null;
	const { passPercent, passRule } = sitting;
	const questions = (await listMarkable(tx, [attemptId])).get(attemptId)!;
	return { questions, passPercent, passRule: passRule as PassRule };
}

/**
 * Whether a paper would pass if people had decided these marks, in hundredths by position; null as long as one of its answers
 * would stay unread.
 */
export function wouldPass(
	{ questions, passPercent, passRule }: PaperToMark,
	decided: ReadonlyMap<number, number>
): boolean | null {
	const supposed = questions.map((one) => ({ ...one, decided: decided.get(one.position) ?? one.decided }));
	return markPaper(supposed, passPercent, passRule)?.passed ?? null;
}

/**
 * Whether an answer of an attempt waits for people: such an attempt cannot be marked yet. Nobody reads what a correction took
 * out, or gave to everybody.
 */
export const waitsForPeople = sql`exists (select from attempt_items i join item_versions v on v.id = i.item_version_id
	join item_keys k on k.item_version_id = v.id
	where i.attempt_id = ${attempts.id}
		and (v.type = 'essay' or v.type = 'shortAnswer' and k.question->'accepted' = '[]')
		and not exists (select from question_marks m where m.attempt_id = i.attempt_id and m.position = i.position)
		and not coalesce((select c.question is null or c.credit from key_corrections c
			where c.sitting_id = ${attempts.sittingId} and c.item_version_id = i.item_version_id
			order by c.made_at desc, c.id desc limit 1), false)
		and (select jsonb_typeof(n.given) = 'string' from answers n
			where n.attempt_id = i.attempt_id and n.position = i.position order by n.seq desc limit 1))`;
