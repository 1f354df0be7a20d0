import { asc, desc, eq, inArray } from 'drizzle-orm';
import { can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { people } from '../../people/tables.server';
import type { Proof } from '../assembly/proof';
import { openPaper } from '../commands/open-paper.server';
import { questionAccess, seesPaper } from '../paper-access';
import { readContent } from '../paper-content.server';
import { loadJudged, loadPaper, loadQuestions, proofNow, type LoadedPaper } from '../paper-load.server';
import type { OpenPaper } from '../paper-schema';
import { renderPaper, type RenderedQuestion } from '../render-paper.server';
import { paperComments, paperOpeners, paperOpenings, papers } from '../tables.server';
import { withCodes, withoutItems } from './assembly.server';

const OPENINGS = 200;

/**
 * A paper as far as somebody may see it: state, matrix, hash and openings; its questions only where no opening has to be
 * recorded for it.
 */
export async function getPaper(ctx: Context, paperId: string) {
	const loaded = await loadPaper(ctx.db, paperId);
	const { paper, assembly, blueprint, openerIds } = loaded;
	if (!seesPaper(ctx.actor, openerIds)) throw notFound();
	const sealed = paper.sealedAt !== null;
	const access = questionAccess(ctx.actor, { status: paper.status, sealed }, openerIds);
	const setters = [...new Set([paper.setterId, ...paper.editorIds])].filter((id) => id !== null);
	const named = await namesOf(ctx, [...setters, paper.reviewerId, paper.sealedBy, ...openerIds]);
	const working = !sealed && paper.status !== 'withdrawn';
	const proof = working ? proofNow(await loadJudged(ctx.db, loaded)) : (paper.realised as Proof);
	const may = (permission: 'bank.paper.assemble' | 'bank.paper.review' | 'bank.paper.seal') =>
		can(ctx.actor, permission, permission === 'bank.paper.review' ? { parties: { setter: setters } } : {}).ok;
	return {
		id: paper.id,
		...{ form: paper.form, status: paper.status, revision: paper.revision },
		/** Null for an opener who reads no papers but those. */
		assemblyId: can(ctx.actor, 'bank.paper.read').ok ? assembly.id : null,
		blueprint: {
			...{ id: blueprint.id, code: blueprint.code, version: blueprint.version },
			...{ title: blueprint.content.title, minutes: blueprint.content.minutes }
		},
		sisters: await listSisters(ctx, loaded),
		proof: access === 'free' ? await withCodes(ctx, proof) : withoutItems(proof),
		setters: setters.map((id) => named.get(id) ?? ''),
		reviewer: named.get(paper.reviewerId ?? '') ?? null,
		reviewedAt: paper.reviewedAt?.toISOString() ?? null,
		sealedBy: named.get(paper.sealedBy ?? '') ?? null,
		sealedAt: paper.sealedAt?.toISOString() ?? null,
		contentHash: paper.contentHash,
		openers: openerIds.map((id) => named.get(id) ?? ''),
		openings: await listOpenings(ctx, paper.id),
		comments: access === 'free' ? await listComments(ctx, paper.id) : [],
		access,
		questions: access === 'free' ? await listQuestions(ctx, loaded) : null,
		may: {
			swap: paper.status === 'draft' && may('bank.paper.assemble'),
			submit: paper.status === 'draft' && may('bank.paper.assemble'),
			comment: working && (may('bank.paper.assemble') || can(ctx.actor, 'bank.paper.review').ok),
			approve: paper.status === 'inReview' && may('bank.paper.review'),
			giveBack: ['inReview', 'approved'].includes(paper.status) && may('bank.paper.review'),
			seal: paper.status === 'approved' && may('bank.paper.seal'),
			withdraw: sealed
				? paper.status === 'sealed' && may('bank.paper.seal')
				: working && may('bank.paper.assemble'),
			print: access !== 'none'
		},
		/** Why a reviewer does not review this one. */
		own: paper.status === 'inReview' && can(ctx.actor, 'bank.paper.review').ok && !may('bank.paper.review')
	};
}

/** A rendered question with what staff know of it. */
export type PaperQuestionRow = RenderedQuestion & {
	itemId: string;
	code: string;
	difficulty: number;
	seconds: number;
};

async function listQuestions(ctx: Context, loaded: LoadedPaper): Promise<PaperQuestionRow[]> {
	const rows = await loadQuestions(ctx.db, [loaded.paper.id]);
	const rendered = renderPaper(await readContent(ctx.db, loaded));
	return rendered.map((one, i) => {
		const { itemId, code, difficulty, seconds } = rows[i]!;
		return { ...one, itemId, code, difficulty, seconds };
	});
}

/** The questions of a sealed paper, opened on record. */
export async function readSealedPaper(ctx: Context, input: OpenPaper): Promise<RenderedQuestion[]> {
	const { content } = await openPaper(ctx, { ...input, purpose: 'read' });
	return renderPaper(content);
}

/** The other forms, as far as somebody sees that they are there. */
async function listSisters(ctx: Context, { assembly, paper }: LoadedPaper) {
	const rows = await ctx.db
		.select({ id: papers.id, form: papers.form, status: papers.status })
		.from(papers)
		.where(eq(papers.assemblyId, assembly.id))
		.orderBy(asc(papers.form));
	const openers = await ctx.db
		.select({ paperId: paperOpeners.paperId, personId: paperOpeners.personId })
		.from(paperOpeners)
		.innerJoin(papers, eq(papers.id, paperOpeners.paperId))
		.where(eq(papers.assemblyId, assembly.id));
	const openersOf = (id: string) =>
		openers.filter(({ paperId }) => paperId === id).map(({ personId }) => personId);
	return rows.filter(({ id }) => id !== paper.id && seesPaper(ctx.actor, openersOf(id)));
}

async function listOpenings(ctx: Context, paperId: string) {
	const rows = await ctx.db
		.select({
			...{ id: paperOpenings.id, purpose: paperOpenings.purpose, openedAt: paperOpenings.openedAt },
			...{ contentHash: paperOpenings.contentHash, person: people.name }
		})
		.from(paperOpenings)
		.innerJoin(people, eq(people.id, paperOpenings.personId))
		.where(eq(paperOpenings.paperId, paperId))
		.orderBy(desc(paperOpenings.openedAt), desc(paperOpenings.id))
		.limit(OPENINGS);
	return rows.map(({ openedAt, ...row }) => ({ ...row, openedAt: openedAt.toISOString() }));
}

async function listComments(ctx: Context, paperId: string) {
	const rows = await ctx.db
		.select({
			...{ id: paperComments.id, body: paperComments.body, createdAt: paperComments.createdAt },
			person: people.name
		})
		.from(paperComments)
		.innerJoin(people, eq(people.id, paperComments.personId))
		.where(eq(paperComments.paperId, paperId))
		.orderBy(asc(paperComments.createdAt), asc(paperComments.id));
	return rows.map(({ createdAt, ...row }) => ({ ...row, createdAt: createdAt.toISOString() }));
}

async function namesOf(ctx: Context, ids: readonly (string | null)[]): Promise<Map<string, string>> {
	const known = [...new Set(ids)].filter((id) => id !== null);
	if (!known.length) return new Map();
	const rows = await ctx.db
		.select({ id: people.id, name: people.name })
		.from(people)
		.where(inArray(people.id, known));
	return new Map(rows.map(({ id, name }) => [id, name]));
}
