import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { can } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import { renderQuestion } from '$lib/features/bank/index.server';
import type { Key, Score } from '$lib/features/exams';
import { ruleOf } from '$lib/features/exams/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { attempts, keyCorrections } from '../../exams/tables.server';
import { people, units } from '../../people/tables.server';
import { writersOf } from '../load.server';
import { kindOf, regradeStateOf } from '../states';
import { regradeEffects, regrades } from '../tables.server';
import type { Trial } from '../trial';
import { describe } from './regrade-form.server';
import { readSitting } from './regrades.server';

export const EFFECTS_PAGE_SIZE = 50;

export const effectFilterSchema = z.object({
	only: z.enum(['up', 'down', 'passing', 'failing']).nullable().default(null).catch(null),
	page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1)
});
export type EffectFilter = z.output<typeof effectFilterSchema>;

/** Whose marks a regrade changes. */
export interface Effect {
	attemptId: string;
	name: string;
	employeeNo: string;
	unit: LocalText;
	before: Score;
	after: Score;
	moves: number;
	crosses: number;
}

/** A regrade with what its dry run found: the numbers of everybody, by name those whose results the reader may read. */
export async function getRegrade(ctx: Context, sittingId: string, regradeId: string, filter: EffectFilter) {
	const sitting = await readSitting(ctx, sittingId);
	if (!isId(regradeId)) throw notFound();
	const [regrade] = await ctx.db
		.select()
		.from(regrades)
		.where(and(eq(regrades.id, regradeId), eq(regrades.sittingId, sittingId)));
	if (!regrade) throw notFound();
	const state = regradeStateOf(regrade);
	const { item, around } = await describe(ctx, sittingId, regrade.itemVersionId);
	const rule = await ruleOf(ctx.db, { sittingId, itemVersionId: regrade.itemVersionId });
	const key = regrade.key as Key | null;
	const before = regrade.correctionId
		? await ruleBefore(ctx, regrade.correctionId, regrade.itemVersionId, sittingId)
		: (rule!.rule.question ?? rule!.own.question);
	const names = await namesOf(ctx, [regrade.draftedBy, regrade.proposedBy, regrade.endedBy]);
	const approves = can(ctx.actor, 'regrading.regrade.approve', { parties: { proposer: writersOf(regrade) } });
	const writes = can(ctx.actor, 'regrading.regrade.propose').ok;
	const iso = (at: Date | null) => at?.toISOString() ?? null;
	return {
		sitting,
		item: { ...item, mayEdit: can(ctx.actor, 'bank.item.write').ok },
		id: regrade.id,
		state,
		...{ kind: regrade.kind, policy: regrade.policy, reason: regrade.reason },
		named: kindOf(regrade.kind, rule!.own.question.type),
		before: renderQuestion(before ?? rule!.own.question, around),
		after: key && regrade.kind === 'key' ? renderQuestion(key.question, around) : null,
		trial: regrade.trial as Trial | null,
		trialHash: regrade.trialHash,
		triedAt: iso(regrade.triedAt),
		drafted: { by: names.get(regrade.draftedBy ?? '') ?? null, at: regrade.draftedAt.toISOString() },
		proposed: { by: names.get(regrade.proposedBy ?? '') ?? null, at: iso(regrade.proposedAt) },
		ended: {
			...{ by: names.get(regrade.endedBy ?? '') ?? null, at: iso(regrade.endedAt) },
			reason: regrade.outcomeReason
		},
		effects: await listEffects(ctx, regrade.id, filter),
		may: {
			edit: state === 'draft' && writes,
			try: (state === 'draft' && writes) || (state === 'proposed' && (writes || approves.ok)),
			propose: state === 'draft' && writes && regrade.trialHash !== null,
			approve: state === 'proposed' && approves.ok,
			withdraw: (state === 'draft' || state === 'proposed') && writes
		},
		/** Why somebody who approves others does not approve this one. */
		own: state === 'proposed' && !approves.ok && approves.code === 'access.separation.proposer'
	};
}

/** What counted before a correction. */
async function ruleBefore(ctx: Context, correctionId: string, itemVersionId: string, sittingId: string) {
	const rows = await ctx.db
		.select({ id: keyCorrections.id, question: keyCorrections.question })
		.from(keyCorrections)
		.where(and(eq(keyCorrections.sittingId, sittingId), eq(keyCorrections.itemVersionId, itemVersionId)))
		.orderBy(asc(keyCorrections.madeAt), asc(keyCorrections.id));
	const at = rows.findIndex(({ id }) => id === correctionId);
	return (rows[at - 1]?.question ?? null) as Key['question'] | null;
}

const effectIs = {
	up: sql`${regradeEffects.moves} = 1`,
	down: sql`${regradeEffects.moves} = -1`,
	passing: sql`${regradeEffects.crosses} = 1`,
	failing: sql`${regradeEffects.crosses} = -1`
};

async function listEffects(ctx: Context, regradeId: string, { only, page }: EffectFilter) {
	const where = and(
		eq(regradeEffects.regradeId, regradeId),
		whereMay(ctx.actor, 'exams.result.read', { personId: attempts.personId, unitPath: units.path }),
		only ? effectIs[only] : undefined
	);
	const rows = await ctx.db
		.select({
			...{ effect: regradeEffects, name: people.name, employeeNo: people.employeeNo },
			...{ zh: units.nameZh, en: units.nameEn, total: sql<number>`(count(*) over ())::int` }
		})
		.from(regradeEffects)
		.innerJoin(attempts, eq(attempts.id, regradeEffects.attemptId))
		.innerJoin(people, eq(people.id, attempts.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(where)
		// Whoever crosses the pass mark is looked at first.
		.orderBy(desc(sql`abs(${regradeEffects.crosses})`), asc(regradeEffects.moves), asc(people.employeeNo))
		.limit(EFFECTS_PAGE_SIZE)
		.offset((page - 1) * EFFECTS_PAGE_SIZE);
	return {
		rows: rows.map(({ effect, zh, en, total: _total, ...row }): Effect => ({
			...row,
			...{ attemptId: effect.attemptId, moves: effect.moves, crosses: effect.crosses },
			unit: { 'zh-CN': zh, en },
			...{ before: effect.before as Score, after: effect.after as Score }
		})),
		...{ total: rows[0]?.total ?? 0, page, pageSize: EFFECTS_PAGE_SIZE }
	};
}

async function namesOf(ctx: Context, ids: readonly (string | null)[]): Promise<Map<string, string>> {
	const known = ids.filter((id) => id !== null);
	if (!known.length) return new Map();
	const rows = await ctx.db
		.select({ id: people.id, name: people.name })
		.from(people)
		.where(inArray(people.id, known));
	return new Map(rows.map(({ id, name }) => [id, name]));
}
