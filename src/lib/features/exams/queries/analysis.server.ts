import { and, eq, inArray } from 'drizzle-orm';
import { authorize, can, reachesOf } from '$lib/access/can';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import type { QuestionType } from '$lib/features/bank';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { items, itemVersions } from '../../bank/tables.server';
import type { Analysis, ItemFigures, View } from '../analysis/analyse';
import { numberOf } from '../analysis/figure';
import type { AnalysisFilter } from '../analysis/filter';
import { flagsOf, LEAST_TOLD, type Flag } from '../analysis/flags';
import { attempts, sittingAnalyses, sittings } from '../tables.server';

export const ANALYSIS_PAGE_SIZE = 50;

/** Most items that are drawn as points. */
const POINTS = 1000;

/** An item in a list: figures without what its options are, and where it stands in the bank. */
export interface AnalysedItem extends Omit<ItemFigures, 'options' | 'section'> {
	section: KnowledgeArea;
	itemId: string;
	code: string;
	type: QuestionType;
	flags: Flag[];
}

/** A sitting with its analysis, for whoever may read it. */
export interface ReadAnalysis {
	sitting: {
		id: string;
		title: LocalText;
		passPercent: number;
		isReleased: boolean;
		mayReadSitting: boolean;
	};
	/** Null as long as nothing was computed, and where too few candidates count. */
	analysis: Analysis | null;
	computedAt: string | null;
	/** Candidates that count, where they are too few to be told about. */
	tooFew: number | null;
}

/**
 * The item analysis of a sitting. Before the release it is for those alone who may read everybody's results, and not for
 * somebody who sat it; it names no candidate.
 */
export async function readAnalysis(ctx: Context, sittingId: string): Promise<ReadAnalysis> {
	authorize(ctx.actor, 'exams.analysis.read');
	if (!isId(sittingId)) throw notFound();
	const [found] = await ctx.db
		.select({ sitting: sittings, kept: sittingAnalyses })
		.from(sittings)
		.leftJoin(sittingAnalyses, eq(sittingAnalyses.sittingId, sittings.id))
		.where(and(eq(sittings.id, sittingId), eq(sittings.rehearsal, false)));
	if (!found) throw notFound();
	const { sitting, kept } = found;
	if (!sitting.releasedAt && !(await mayBeforeRelease(ctx, sittingId)))
		throw forbidden('staffAnalysis.before_release');
	const figures = kept?.figures as Analysis | undefined;
	const candidates = figures?.all.test.candidates ?? 0;
	const isTold = candidates >= LEAST_TOLD;
	return {
		sitting: {
			...{ id: sittingId, title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn } },
			...{ passPercent: sitting.passPercent, isReleased: sitting.releasedAt !== null },
			mayReadSitting: can(ctx.actor, 'exams.sitting.read').ok
		},
		analysis: figures && isTold ? figures : null,
		computedAt: kept?.computedAt.toISOString() ?? null,
		tooFew: figures && !isTold ? candidates : null
	};
}

async function mayBeforeRelease({ db, actor }: Context, sittingId: string): Promise<boolean> {
	if (actor.kind !== 'person') return true;
	const readsAll = reachesOf(actor, 'exams.result.read').some(
		({ reach, unitPath }) => reach === 'organisation' || (reach === 'unit' && unitPath === null)
	);
	if (!readsAll) return false;
	const [own] = await db
		.select({ id: attempts.id })
		.from(attempts)
		.where(and(eq(attempts.sittingId, sittingId), eq(attempts.personId, actor.personId)));
	return !own;
}

/** Whether there is an analysis for this reader. */
export async function hasAnalysis(ctx: Context, sittingId: string): Promise<boolean> {
	if (!can(ctx.actor, 'exams.analysis.read').ok || !isId(sittingId)) return false;
	const [kept] = await ctx.db
		.select({ releasedAt: sittings.releasedAt })
		.from(sittingAnalyses)
		.innerJoin(sittings, eq(sittings.id, sittingAnalyses.sittingId))
		.where(eq(sittingAnalyses.sittingId, sittingId));
	if (!kept) return false;
	return kept.releasedAt !== null || (await mayBeforeRelease(ctx, sittingId));
}

/** The analysis as its page shows it: a form or all, its items filtered, sorted and paged. */
export async function getAnalysis(ctx: Context, sittingId: string, filter: AnalysisFilter) {
	const { analysis, ...read } = await readAnalysis(ctx, sittingId);
	const view = analysis && viewOf(analysis, filter.form);
	if (!analysis || !view) return { ...read, filter, view: null };
	const all = await listAnalysed(ctx, view);
	const chosen = all.filter(
		(item) =>
			(!filter.section || item.section === filter.section) &&
			(!filter.flag || (filter.flag === 'any' ? item.flags.length > 0 : item.flags.includes(filter.flag)))
	);
	const page = Math.min(filter.page, Math.max(1, Math.ceil(chosen.length / ANALYSIS_PAGE_SIZE)));
	return {
		...{ ...read, filter },
		view: {
			...{ form: view.form, test: view.test, apart: analysis.apart },
			forms: analysis.forms.map(({ form, test }) => ({ form, candidates: test.candidates })),
			sections: view.sections as { section: KnowledgeArea; test: View['test'] }[],
			flagged: all.filter(({ flags }) => flags.length).length,
			points: all.slice(0, POINTS).flatMap(({ id, code, difficulty, discrimination, flags }) => {
				const r = numberOf(discrimination);
				return r === null ? [] : [{ id, code, difficulty, discrimination: r, isFlagged: flags.length > 0 }];
			}),
			items: sorted(chosen, filter).slice((page - 1) * ANALYSIS_PAGE_SIZE, page * ANALYSIS_PAGE_SIZE),
			...{ page, pageSize: ANALYSIS_PAGE_SIZE, total: chosen.length }
		}
	};
}

/** All candidates, or one of the forms, from 1; null for a form that is not there. */
export const viewOf = ({ all, forms }: Analysis, form: number | undefined): View | null =>
	form === undefined ? all : (forms[form - 1] ?? null);

/** Items of a view with what the bank calls them. */
export async function listAnalysed(ctx: Context, view: View): Promise<AnalysedItem[]> {
	const ids = view.items.map(({ id }) => id);
	const rows = await ctx.db
		.select({ id: itemVersions.id, itemId: items.id, code: items.code, type: itemVersions.type })
		.from(itemVersions)
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.where(inArray(itemVersions.id, ids));
	const known = new Map(rows.map((row) => [row.id, row]));
	return view.items.flatMap((item) => {
		const about = known.get(item.id);
		if (!about) return [];
		const { options: _options, section, ...figures } = item;
		return [
			{
				...{ ...figures, section: section as KnowledgeArea, itemId: about.itemId, code: about.code },
				...{ type: about.type as QuestionType, flags: flagsOf(item, view.test.alpha) }
			}
		];
	});
}

/** What has no figure comes last, whichever way. */
function sorted(list: readonly AnalysedItem[], { sort, dir }: AnalysisFilter): AnalysedItem[] {
	const way = dir === 'desc' ? -1 : 1;
	const byCode = (a: AnalysedItem, b: AnalysedItem) => a.code.localeCompare(b.code, 'en', { numeric: true });
	if (sort === 'code') return [...list].sort((a, b) => way * byCode(a, b));
	if (sort === 'section')
		return [...list].sort((a, b) => way * a.section.localeCompare(b.section) || byCode(a, b));
	const valueOf = (item: AnalysedItem): number | null =>
		sort === 'seconds' ? (item.seconds?.median ?? null) : numberOf(item[sort]);
	return [...list].sort((a, b) => {
		const [x, y] = [valueOf(a), valueOf(b)];
		if (x === null || y === null) return Number(x === null) - Number(y === null) || byCode(a, b);
		return way * (x - y) || byCode(a, b);
	});
}
