import { and, asc, count, desc, eq, ilike, inArray, isNotNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize, can, mayAnywhere } from '$lib/access/can';
import { loadCards } from '$lib/features/training/index.server';
import { paperMarks, type BlueprintContent } from '$lib/features/bank';
import type { Context } from '$lib/server/context';
import { localTimeIn } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { blueprints, papers } from '../../bank/tables.server';
import { registrationRulesOf } from '../registration-rules';
import { resultRulesOf } from '../result-rules';
import { rulesOf } from '../room-rules';
import { findShortCell, listDrawable, markable } from '../pool.server';
import { seesResults } from './release.server';
import { phaseOf } from '../states';
import { attempts, registrations, sittingPapers, sittings } from '../tables.server';
import { examTiers, type ExamTier } from '../types';

export const SITTINGS_PAGE_SIZE = 25;

export const sittingFilterSchema = z.object({
	tier: z.enum(examTiers).optional().catch(undefined),
	q: z.string().trim().max(100).optional().catch(undefined),
	sort: z.enum(['opensAt', 'title', 'tier']).default('opensAt').catch('opensAt'),
	dir: z.enum(['asc', 'desc']).default('desc').catch('desc'),
	page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1)
});
export type SittingFilter = z.output<typeof sittingFilterSchema>;

/** The sittings for the staff pages, with how many registered and how many sat. */
export async function listSittings(ctx: Context, filter: SittingFilter) {
	authorize(ctx.actor, 'exams.sitting.read');
	const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null;
	const where = and(
		filter.tier && eq(sittings.tier, filter.tier),
		like ? or(ilike(sittings.titleZh, like), ilike(sittings.titleEn, like)) : undefined
	);
	const order = filter.dir === 'asc' ? asc : desc;
	const title = ctx.locale === 'en' ? sittings.titleEn : sittings.titleZh;
	const by = { opensAt: sittings.opensAt, title, tier: sittings.tier }[filter.sort];
	const rows = await ctx.db
		.select({
			sitting: sittings,
			registered: sql<number>`(select count(*)::int from ${registrations} r where r.sitting_id = sittings.id and r.withdrawn_at is null and r.waiting_since is null)`,
			started: sql<number>`(select count(*)::int from ${attempts} a where a.sitting_id = sittings.id)`
		})
		.from(sittings)
		.where(where)
		.orderBy(order(by), sittings.id)
		.limit(SITTINGS_PAGE_SIZE)
		.offset((filter.page - 1) * SITTINGS_PAGE_SIZE);
	const [total] = await ctx.db.select({ n: count() }).from(sittings).where(where);
	return {
		rows: rows.map(({ sitting, registered, started }) => ({
			id: sitting.id,
			title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
			tier: sitting.tier as ExamTier,
			rehearsal: sitting.rehearsal,
			phase: phaseOf(sitting, ctx.now),
			opensAt: sitting.opensAt.toISOString(),
			closesAt: sitting.closesAt.toISOString(),
			registered,
			started
		})),
		total: total?.n ?? 0,
		page: filter.page,
		pageSize: SITTINGS_PAGE_SIZE,
		mayManage: mayAnywhere(ctx.actor, 'exams.sitting.manage')
	};
}

/** A sitting with everything that its page and its form need. */
export async function getSitting(ctx: Context, sittingId: string) {
	authorize(ctx.actor, 'exams.sitting.read');
	if (!isId(sittingId)) throw notFound();
	const [found] = await ctx.db
		.select({ sitting: sittings, blueprint: blueprints })
		.from(sittings)
		.innerJoin(blueprints, eq(blueprints.id, sittings.blueprintId))
		.where(eq(sittings.id, sittingId));
	if (!found) throw notFound();
	const { sitting } = found;
	const rules = rulesOf(sitting.rules);
	const manages = can(ctx.actor, 'exams.sitting.manage').ok;
	const named = await ctx.db
		.select({ paperId: papers.id, form: papers.form, version: blueprints.version })
		.from(sittingPapers)
		.innerJoin(papers, eq(papers.id, sittingPapers.paperId))
		.innerJoin(blueprints, eq(blueprints.id, papers.blueprintId))
		.where(eq(sittingPapers.sittingId, sitting.id))
		.orderBy(asc(blueprints.version), asc(papers.form));
	return {
		id: sitting.id,
		title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
		tier: sitting.tier as ExamTier,
		blueprintId: sitting.blueprintId,
		paperIds: named.map(({ paperId }) => paperId),
		/** The sealed forms that it gives out in turn; none where each candidate's paper is drawn. */
		forms: named.map(({ form, version }) => ({ form, version })),
		blueprint: found.blueprint.content as BlueprintContent,
		/** Of every paper; null where they may differ. */
		marks: paperMarks(found.blueprint.content as BlueprintContent),
		phase: phaseOf(sitting, ctx.now),
		registrationOpensAt: sitting.registrationOpensAt.toISOString(),
		registrationClosesAt: sitting.registrationClosesAt.toISOString(),
		opensAt: sitting.opensAt.toISOString(),
		closesAt: sitting.closesAt.toISOString(),
		releasedAt: sitting.releasedAt?.toISOString() ?? null,
		minutes: sitting.minutes,
		passPercent: sitting.passPercent,
		lateMinutes: sitting.lateMinutes,
		endCut: sitting.endCut,
		spreadSeconds: sitting.spreadSeconds,
		rehearsal: sitting.rehearsal,
		reading: sitting.reading,
		results: resultRulesOf(sitting),
		/** Config Keys are for who sets the sitting up: whoever knows one can pretend to be the browser. */
		rules: manages ? rules : { ...rules, configKeys: [] },
		browser: rules.configKeys.length > 0,
		eligibility: registrationRulesOf(sitting.eligibility),
		/** The same times as a form writes them, in the organisation's zone. */
		local: {
			registrationOpensAt: localTimeIn(sitting.registrationOpensAt),
			registrationClosesAt: localTimeIn(sitting.registrationClosesAt),
			opensAt: localTimeIn(sitting.opensAt),
			closesAt: localTimeIn(sitting.closesAt)
		},
		mayEdit: manages && ctx.now < sitting.registrationOpensAt,
		/** Whether the reader may see how its results come about. */
		seesResults: seesResults(ctx.actor)
	};
}

/** The newest version of every blueprint, whether the bank can fill it now, and whether only where somebody reads answers. */
export async function listBlueprints(ctx: Context) {
	authorize(ctx.actor, 'exams.sitting.manage');
	const rows = await ctx.db
		.selectDistinctOn([blueprints.code])
		.from(blueprints)
		.where(isNotNull(blueprints.publishedAt))
		.orderBy(blueprints.code, desc(blueprints.version));
	const pool = await listDrawable(ctx.db, 'single');
	const alone = markable(pool);
	const sealed = await listSealed(ctx);
	return rows.map(({ id, version, content }) => {
		const blueprint = content as BlueprintContent;
		const papers = sealed.filter(({ code }) => code === blueprint.code);
		const short = findShortCell(blueprint, pool);
		const needsReading = !short && findShortCell(blueprint, alone) !== null;
		return { id, version, ...blueprint, papers, short, needsReading };
	});
}

/** Modules that a sitting may ask for, in the catalogue's order. */
export async function listChoosableModules(ctx: Context) {
	authorize(ctx.actor, 'exams.sitting.manage');
	const cards = await loadCards(ctx.db);
	return cards.filter(({ isRetired }) => !isRetired).map(({ code, title }) => ({ code, title }));
}

/** Papers that a sitting may name. */
function listSealed(ctx: Context) {
	return ctx.db
		.select({ id: papers.id, form: papers.form, code: blueprints.code, version: blueprints.version })
		.from(papers)
		.innerJoin(blueprints, eq(blueprints.id, papers.blueprintId))
		.where(inArray(papers.status, ['sealed', 'used']))
		.orderBy(desc(papers.sealedAt), asc(papers.form));
}
