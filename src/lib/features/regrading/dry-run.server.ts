import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Key, KeyRule, TriedAttempt } from '$lib/features/exams';
import { ruleOf, tryRule } from '$lib/features/exams/index.server';
import { isBeingRead, remarkBy, type Remarked } from '$lib/features/marking/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { canonicalJson } from '$lib/shared/json';
import { decideRule } from './rules';
import { regradeEffects, regrades } from './tables.server';
import { crossesOf, isChanged, movesOf, trialOf, type Trial } from './trial';

type Row = Pick<typeof regrades.$inferSelect, 'sittingId' | 'itemVersionId' | 'kind' | 'policy' | 'key'>;

export interface DryRun {
	rule: KeyRule;
	/** What people marked by the rubric that it changes. */
	remarked: Remarked[];
	tried: TriedAttempt[];
	trial: Trial;
	/** SHA-256 of every attempt's marks before and after. */
	hash: string;
}

/** The rule that a regrade asks for. Throws a conflict where it changes nothing, or where nobody has said the key yet. */
export async function ruleFor(db: Database, regrade: Row): Promise<KeyRule> {
	const found = await ruleOf(db, regrade);
	if (!found) throw notFound();
	const key = regrade.key as Key | null;
	if (regrade.kind === 'key' && !key) throw conflict('regrading.change.no_key');
	const decision = decideRule({ ...regrade, key, own: found.own, now: found.rule });
	if (!decision.ok) throw conflict(decision.code);
	return decision.rule;
}

/** What a regrade would do, by the marking itself; nothing is written. */
export async function dryRun(db: Database, regrade: Row): Promise<DryRun> {
	const rule = await ruleFor(db, regrade);
	const { sittingId, itemVersionId } = regrade;
	const remarked = await remarkedBy(db, regrade, rule);
	const decided = new Map(remarked.map(({ attemptId, next }) => [attemptId, next]));
	const tried = await tryRule(db, { sittingId, itemVersionId, rule, decided });
	const hash = createHash('sha256').update(canonicalJson({ rule, tried })).digest('hex');
	return { rule, remarked, tried, trial: trialOf(tried), hash };
}

/** Marks by a changed rubric; with `keepBest` nobody goes down. Throws a conflict as long as somebody reads. */
async function remarkedBy(db: Database, regrade: Row, { question }: KeyRule): Promise<Remarked[]> {
	if (regrade.kind !== 'key' || question?.type !== 'essay') return [];
	if (await isBeingRead(db, regrade)) throw conflict('regrading.change.being_read');
	const remarked = await remarkBy(db, regrade, question);
	if (regrade.policy === 'all') return remarked;
	return remarked.map((one) => ({ ...one, next: Math.max(one.now, one.next) }));
}

/** Keeps a dry run with its regrade: the numbers, and whose marks would change. */
export async function keepTrial(
	tx: Database,
	ctx: Context,
	regradeId: string,
	{ tried, trial, hash }: DryRun
): Promise<void> {
	await tx
		.update(regrades)
		.set({ trial, trialHash: hash, triedAt: ctx.now })
		.where(eq(regrades.id, regradeId));
	await tx.delete(regradeEffects).where(eq(regradeEffects.regradeId, regradeId));
	const rows = tried.filter(isChanged).map((one) => ({
		...{ attempt_id: one.attemptId, before: one.before, after: one.after, released: one.released },
		...{ moves: movesOf(one), crosses: crossesOf(one) }
	}));
	if (rows.length)
		await tx.execute(sql`insert into regrade_effects (regrade_id, attempt_id, before, after, moves, crosses, released)
			select ${regradeId}::uuid, r.attempt_id, r.before, r.after, r.moves, r.crosses, r.released
			from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
				as r(attempt_id uuid, before jsonb, after jsonb, moves int, crosses int, released boolean)`);
}
