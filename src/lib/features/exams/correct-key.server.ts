import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Aliases, Question } from '$lib/features/bank';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { newId } from '$lib/shared/ids';
import { itemKeys } from '../bank/tables.server';
import { markIn, type Marked } from './commands/mark-attempt.server';
import {
	markPaper,
	scoringOnce,
	type Key,
	type PaperMark,
	type PassRule,
	type QuestionMark
} from './marking';
import { practicalOfAttempt, withPractical } from './practical.server';
import { listCorrections, listMarkable } from './queries/markable.server';
import { ANNULLED_RULE } from './release/rules';
import { listStanding } from './release/stand.server';
import {
	attemptItems,
	attemptResults,
	attempts,
	keyCorrections,
	practicalResults,
	sittings
} from './tables.server';

/** How an item is marked in one sitting. */
export interface KeyRule {
	/** With the key that counts; null where it does not count. */
	question: Question | null;
	/** From the ids that are shown to those of `question`. */
	aliases: Aliases;
	/** Keys by which an answer may earn more. */
	also: readonly Key[];
	/** Everybody earns all its marks. */
	credit: boolean;
}

/** Marks of one attempt. */
export interface Score extends Pick<PaperMark, 'earnedHundredths' | 'maxScore' | 'tenths' | 'passed'> {
	/** What the item earned, in hundredths; null where it does not count. */
	item: number | null;
}

/** What an attempt's marks are and what they would be. */
export interface TriedAttempt {
	attemptId: string;
	personId: string;
	/** The candidate knows the result. */
	released: boolean;
	/** Of the item on this paper. */
	marks: number;
	before: Score;
	after: Score;
}

interface OfItem {
	sittingId: string;
	itemVersionId: string;
}

/** So many papers are in memory at once. */
const AT_ONCE = 500;

/** How an item is marked in a sitting now, with its own key beside it; null where the item is not in the sitting. */
export async function ruleOf(db: Database, of: OfItem): Promise<{ own: Key; rule: KeyRule } | null> {
	const [key] = await db
		.select({ question: itemKeys.question, aliases: itemKeys.aliases })
		.from(attemptItems)
		.innerJoin(attempts, and(eq(attempts.id, attemptItems.attemptId), eq(attempts.sittingId, of.sittingId)))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
		.where(eq(attemptItems.itemVersionId, of.itemVersionId))
		.limit(1);
	if (!key) return null;
	const own = key as Key;
	const correction = (await listCorrections(db, of.sittingId)).get(of.itemVersionId);
	if (!correction) return { own, rule: { ...own, also: [], credit: false } };
	const { question, also, credit } = correction;
	return { own, rule: { question, aliases: correction.aliases ?? own.aliases, also, credit } };
}

/**
 * What the marks of everybody who had an item would be by another rule, beside what they are: by id of the attempts. `decided`:
 * what people's marks of it would be, in hundredths by attempt, where the rule changes them. Writes nothing. Attempts that are not marked yet, or that somebody would have to read, are left out.
 */
export async function tryRule(
	db: Database,
	{ rule, decided = new Map(), ...of }: OfItem & { rule: KeyRule; decided?: ReadonlyMap<string, number> }
): Promise<TriedAttempt[]> {
	const [sitting] = await db.select().from(sittings).where(eq(sittings.id, of.sittingId));
	const asked = await listAsked(db, of);
	const tried: TriedAttempt[] = [];
	const scores = scoringOnce();
	for (let from = 0; from < asked.length; from += AT_ONCE) {
		const some = asked.slice(from, from + AT_ONCE);
		const ids = some.map(({ id }) => id);
		const questions = await listMarkable(db, ids);
		const standing = await listStanding(db, ids);
		for (const { id, personId, marks, practical } of some) {
			const old = standing.get(id);
			const ruled = questions
				.get(id)!
				.map((question) =>
					question.itemVersionId === of.itemVersionId
						? { ...question, ...rule, decided: decided.get(id) ?? question.decided }
						: question
				);
			const written = old && markPaper(ruled, sitting!.passPercent, sitting!.passRule as PassRule, scores);
			if (!written || old.rule === ANNULLED_RULE) continue;
			tried.push({
				...{ attemptId: id, personId, marks, released: old.releasedAt !== null },
				before: scoreOf({ ...old, marks: old.marks as QuestionMark[] }, of.itemVersionId),
				after: scoreOf(withPractical(written, practical), of.itemVersionId)
			});
		}
	}
	return tried;
}

/**
 * Marks an item by another rule from now on and everybody who had it anew, in the caller's transaction: all of them or
 * nobody. Gives whose marks are new; the caller records them at its end (`recordMarks`).
 *
 * Asks nobody: whoever decided it has been asked.
 */
export async function correctKey(
	tx: Database,
	ctx: Context,
	{ rule, ...of }: OfItem & { rule: KeyRule }
): Promise<{ correctionId: string; marked: Marked[] }> {
	const correctionId = newId(ctx.now);
	await tx.insert(keyCorrections).values({ id: correctionId, ...of, ...rule, madeAt: ctx.now });
	const ids = (await listAsked(tx, of)).map(({ id }) => id);
	const marked: Marked[] = [];
	for (let from = 0; from < ids.length; from += AT_ONCE)
		marked.push(...(await markIn(tx, ctx, ids.slice(from, from + AT_ONCE))));
	return { correctionId, marked };
}

/** Marked attempts of a sitting that asked an item. */
const listAsked = (db: Database, { sittingId, itemVersionId }: OfItem) =>
	db
		.select({
			...{ id: attempts.id, personId: attempts.personId, marks: attemptItems.marks },
			practical: practicalResults.passed
		})
		.from(attempts)
		.innerJoin(attemptItems, eq(attemptItems.attemptId, attempts.id))
		.leftJoin(practicalResults, practicalOfAttempt)
		.innerJoin(
			attemptResults,
			and(eq(attemptResults.attemptId, attempts.id), isNull(attemptResults.supersededAt))
		)
		.where(and(eq(attempts.sittingId, sittingId), eq(attemptItems.itemVersionId, itemVersionId)))
		.orderBy(asc(attempts.id));

const scoreOf = (
	{ earnedHundredths, maxScore, tenths, passed, marks }: PaperMark,
	itemVersionId: string
): Score => ({
	...{ earnedHundredths, maxScore, tenths, passed },
	item: marks.find((mark) => mark.itemVersionId === itemVersionId)?.earnedHundredths ?? null
});

/** Holds the attempts that an item was asked in: until the transaction ends, nobody marks one of them. */
export async function holdMarks(tx: Database, { sittingId, itemVersionId }: OfItem): Promise<void> {
	await tx
		.select({ id: attempts.id })
		.from(attempts)
		.innerJoin(attemptItems, eq(attemptItems.attemptId, attempts.id))
		.where(and(eq(attempts.sittingId, sittingId), eq(attemptItems.itemVersionId, itemVersionId)))
		.orderBy(asc(attempts.id))
		.for('no key update', { of: attempts });
}
