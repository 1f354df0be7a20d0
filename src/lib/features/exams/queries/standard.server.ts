import { desc, eq, inArray } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import type { QuestionType } from '$lib/features/bank';
import { findPeople } from '$lib/features/people/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { items, itemVersions } from '../../bank/tables.server';
import type { Analysis } from '../analysis/analyse';
import { LEAST_TOLD } from '../analysis/flags';
import { spreadsOf, type Cut, type Spread } from '../standard/angoff';
import { cutOfRound, listEstimates } from '../standard/estimates.server';
import { candidateIn, listJudges, listStudyItems, type Study } from '../standard/load.server';
import { decideRoundEnd, decideStudy } from '../standard/rules';
import { studyStateOf } from '../states';
import { sittingAnalyses, sittings, standardStudies } from '../tables.server';
import { namesOf } from './release.server';

/** How many people are suggested as judges. */
const SUGGESTED = 200;

/** An item of a study as HR sees it: without what it asks. */
export interface JudgedItem {
	place: number;
	code: string;
	area: KnowledgeArea;
	type: QuestionType;
	marks: number;
	/** What was said of it in the newest round that is over. */
	spread: Spread | null;
	/** Mean share of its marks in this sitting; null where nothing is known, or of too few. */
	difficulty: number | null;
}

/**
 * The pass mark of a sitting as a panel sets it: how far the judges are, and what they came to in the rounds that are over. What
 * was said in a running round nobody sees. Not for candidates of the sitting.
 */
export async function getStandard(ctx: Context, sittingId: string) {
	authorize(ctx.actor, 'exams.standard.read');
	if (!isId(sittingId)) throw notFound();
	const [sitting] = await ctx.db.select().from(sittings).where(eq(sittings.id, sittingId));
	if (!sitting) throw notFound();
	const candidate = await candidateIn(ctx.db, ctx, sittingId);
	authorize(ctx.actor, 'exams.standard.read', { parties: { candidate } });
	const studies = await ctx.db
		.select()
		.from(standardStudies)
		.where(eq(standardStudies.sittingId, sittingId))
		.orderBy(desc(standardStudies.startedAt), desc(standardStudies.id));
	const [study] = studies;
	const names = await namesOf(
		ctx,
		studies.flatMap(({ startedBy, closedBy, endedBy }) => [startedBy, closedBy, endedBy])
	);
	const may = decideStudy(sitting);
	const manages = can(ctx.actor, 'exams.standard.manage', { parties: { candidate } }).ok;
	const mayStart = manages && (!study || study.endedAt !== null);
	const title: LocalText = { 'zh-CN': sitting.titleZh, en: sitting.titleEn };
	return {
		sitting: {
			id: sittingId,
			title,
			passPercent: sitting.passPercent,
			isReleased: sitting.releasedAt !== null
		},
		start: mayStart ? { refusal: may.ok ? null : may.code, people: await suggest(ctx) } : null,
		study: study ? await describe(ctx, study, { names, candidate, manages }) : null,
		/** Studies before it. */
		past: studies.slice(1).map((one) => ({
			...{ id: one.id, state: studyStateOf(one), proposed: (one.cut as Cut | null)?.proposed ?? null },
			...{ reason: one.outcomeReason, at: one.startedAt.toISOString() }
		}))
	};
}
export type StandardPage = Awaited<ReturnType<typeof getStandard>>;

const suggest = async (ctx: Context) =>
	(await findPeople(ctx, { limit: SUGGESTED })).map(({ employeeNo, name, post }) => ({
		...{ employeeNo, name, post }
	}));

interface Reader {
	names: Map<string, string>;
	candidate: string | null;
	manages: boolean;
}

async function describe(ctx: Context, study: Study, { names, candidate, manages }: Reader) {
	const state = studyStateOf(study);
	const judges = await listJudges(ctx.db, study);
	const ready = decideRoundEnd(judges.map(({ submittedAt }) => ({ submitted: submittedAt !== null })));
	/** The newest round that is over: what was said in it may be known. */
	const over = study.closedAt ? study.round : study.round - 1;
	const rounds = [];
	for (let round = 1; round <= over; round++) {
		const cut = await cutOfRound(ctx.db, study.id, round);
		if (cut) rounds.push({ round, percent: cut.percent, sd: cut.sd, se: cut.se, proposed: cut.proposed });
	}
	const cut = (study.cut as Cut | null) ?? (over ? await cutOfRound(ctx.db, study.id, over) : null);
	const judgeNames = await namesOf(ctx, cut?.judges.map(({ judgeId }) => judgeId) ?? []);
	const approve = can(ctx.actor, 'exams.standard.approve', {
		parties: { candidate, proposer: [study.startedBy, study.closedBy].filter((id) => id !== null) }
	});
	const list = await listJudged(ctx.db, study, over);
	const isOpen = state === 'judging' || state === 'proposed';
	return {
		...{ id: study.id, state, round: study.round },
		started: { by: names.get(study.startedBy ?? '') ?? null, at: study.startedAt.toISOString() },
		ended: study.endedAt && {
			...{ by: names.get(study.endedBy ?? '') ?? null, at: study.endedAt.toISOString() },
			reason: study.outcomeReason
		},
		judges: judges.map(({ openedAt, submittedAt, estimated, ...judge }) => ({
			...{ ...judge, estimated, submittedAt: submittedAt?.toISOString() ?? null },
			hasOpened: openedAt !== null
		})),
		rounds,
		cut: cut && {
			...{ percent: cut.percent, se: cut.se, proposed: cut.proposed },
			judges: cut.judges.map(({ judgeId, percent }) => ({ name: judgeNames.get(judgeId) ?? '—', percent })),
			forms: cut.forms.length > 1 ? cut.forms : []
		},
		items: list,
		may: {
			manage: manages && state === 'judging',
			drop: manages && isOpen,
			approve: state === 'proposed' && approve.ok
		},
		/** Why the round cannot end now. */
		waits: ready.ok ? null : { code: ready.code, params: ready.params ?? {} },
		/** Why somebody who approves others does not approve this one. */
		barred:
			state === 'proposed' && !approve.ok && approve.code.startsWith('access.separation')
				? approve.code
				: null
	};
}

async function listJudged(db: Database, study: Study, over: number): Promise<JudgedItem[]> {
	const asked = await listStudyItems(db, study.id);
	const spreads = over ? spreadsOf(await listEstimates(db, study.id, over)) : new Map<string, Spread>();
	const difficulties = await difficultiesOf(db, study.sittingId);
	const known = await db
		.select({ id: itemVersions.id, code: items.code, area: items.area, type: itemVersions.type })
		.from(itemVersions)
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.where(
			inArray(
				itemVersions.id,
				asked.map(({ itemVersionId }) => itemVersionId)
			)
		);
	const about = new Map(known.map((one) => [one.id, one]));
	const first = asked.filter(({ place }, i) => asked[i - 1]?.place !== place);
	return first.map(({ itemVersionId, place, marks }) => ({
		...{ place, marks, code: about.get(itemVersionId)!.code },
		...{ area: about.get(itemVersionId)!.area as KnowledgeArea },
		...{ type: about.get(itemVersionId)!.type as QuestionType },
		spread: spreads.get(itemVersionId) ?? null,
		difficulty: difficulties.get(itemVersionId) ?? null
	}));
}

/** How hard the items of a sitting turned out to be, by item version; empty where too few sat it. */
export async function difficultiesOf(db: Database, sittingId: string): Promise<Map<string, number>> {
	const [kept] = await db
		.select({ figures: sittingAnalyses.figures })
		.from(sittingAnalyses)
		.where(eq(sittingAnalyses.sittingId, sittingId));
	const all = (kept?.figures as Analysis | undefined)?.all;
	if (!all) return new Map();
	const told = all.items.filter(({ candidates }) => candidates >= LEAST_TOLD);
	return new Map(told.map(({ id, difficulty }) => [id, difficulty]));
}
