import { and, asc, count, desc, eq, exists, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { forbidden } from '$lib/shared/errors';
import type { Proof } from '../assembly/proof';
import type { BlueprintContent } from '../blueprint-content';
import { paperStatuses } from '../states';
import { assemblies, blueprints, paperOpeners, papers } from '../tables.server';

export const PAPERS_PAGE_SIZE = 25;

export const paperFilterSchema = z.object({
	status: z.enum(paperStatuses).optional().catch(undefined),
	blueprint: z.string().max(60).optional().catch(undefined),
	page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1)
});
export type PaperFilter = z.output<typeof paperFilterSchema>;

/** Papers, the newest first; for somebody who is only named as an opener, those that they may open. */
export async function listPapers(ctx: Context, filter: PaperFilter) {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	const all = can(ctx.actor, 'bank.paper.read').ok;
	const opens = exists(
		ctx.db
			.select({ one: sql`1` })
			.from(paperOpeners)
			.where(and(eq(paperOpeners.paperId, papers.id), eq(paperOpeners.personId, personId)))
	);
	const visible = all ? undefined : opens;
	const where = and(
		visible,
		filter.status && eq(papers.status, filter.status),
		filter.blueprint ? or(eq(blueprints.code, filter.blueprint)) : undefined
	);
	const from = () =>
		ctx.db
			.select({
				...{ id: papers.id, form: papers.form, status: papers.status, realised: papers.realised },
				...{ assemblyId: papers.assemblyId, createdAt: papers.createdAt, sealedAt: papers.sealedAt },
				...{ code: blueprints.code, version: blueprints.version, content: blueprints.content },
				mayOpen: sql<boolean>`${opens}`
			})
			.from(papers)
			.innerJoin(blueprints, eq(blueprints.id, papers.blueprintId));
	const rows = await from()
		.where(where)
		.orderBy(desc(papers.createdAt), asc(papers.form))
		.limit(PAPERS_PAGE_SIZE)
		.offset((filter.page - 1) * PAPERS_PAGE_SIZE);
	const [total] = await ctx.db
		.select({ n: count() })
		.from(papers)
		.innerJoin(blueprints, eq(blueprints.id, papers.blueprintId))
		.where(where);
	// Somebody who neither reads papers nor opens one knows of none.
	if (!all && !total?.n && !filter.status && !filter.blueprint) throw forbidden();
	return {
		rows: rows.map(({ content, realised, createdAt, sealedAt, ...row }) => ({
			...row,
			title: (content as BlueprintContent).title,
			sums: (realised as Proof).sums,
			broken: (realised as Proof).verdicts.filter(({ met }) => !met).length,
			createdAt: createdAt.toISOString(),
			sealedAt: sealedAt?.toISOString() ?? null
		})),
		codes: all ? await listCodes(ctx) : [],
		running: all ? await listRunning(ctx) : [],
		total: total?.n ?? 0,
		page: filter.page,
		pageSize: PAPERS_PAGE_SIZE,
		mayAssemble: can(ctx.actor, 'bank.paper.assemble').ok
	};
}

async function listCodes(ctx: Context) {
	const rows = await ctx.db
		.selectDistinct({ code: blueprints.code })
		.from(papers)
		.innerJoin(blueprints, eq(blueprints.id, papers.blueprintId))
		.orderBy(asc(blueprints.code));
	return rows.map(({ code }) => code);
}

/** Assemblies that have no papers (yet), the newest first. */
async function listRunning(ctx: Context) {
	const rows = await ctx.db
		.select({
			...{ id: assemblies.id, status: assemblies.status, papers: assemblies.papers },
			...{ requestedAt: assemblies.requestedAt, code: blueprints.code }
		})
		.from(assemblies)
		.innerJoin(blueprints, eq(blueprints.id, assemblies.blueprintId))
		.where(eq(assemblies.status, 'waiting'))
		.orderBy(desc(assemblies.requestedAt))
		.limit(5);
	return rows.map((row) => ({ ...row, requestedAt: row.requestedAt.toISOString() }));
}
