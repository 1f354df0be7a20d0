import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { authorizeAnywhere } from '$lib/access/can';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import type { Question } from '$lib/features/bank';
import { renderCase, renderQuestion } from '$lib/features/bank/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { caseVersions, itemKeys, items, itemVersions } from '../../bank/tables.server';
import { personOf } from '../held-room.server';
import { cutOfRound, listEstimates } from '../standard/estimates.server';
import { spreadsOf } from '../standard/angoff';
import { findTurn, listStudyItems, type Study } from '../standard/load.server';
import { decideEstimating } from '../standard/rules';
import { studyStateOf } from '../states';
import {
	sittings,
	standardEstimates,
	standardJudges,
	standardStudies,
	standardTurns
} from '../tables.server';
import { listCorrections } from './markable.server';
import { difficultiesOf } from './standard.server';

/** The studies that the signed-in person judges now, the oldest first. */
export async function listOwnStudies(ctx: Context) {
	authorizeAnywhere(ctx.actor, 'exams.standard.judge');
	const personId = personOf(ctx.actor);
	if (!personId) return [];
	const rows = await ctx.db
		.select({ study: standardStudies, zh: sittings.titleZh, en: sittings.titleEn, turn: standardTurns })
		.from(standardJudges)
		.innerJoin(standardStudies, eq(standardStudies.id, standardJudges.studyId))
		.innerJoin(sittings, eq(sittings.id, standardStudies.sittingId))
		.innerJoin(
			standardTurns,
			and(
				...[eq(standardTurns.studyId, standardStudies.id), eq(standardTurns.personId, personId)],
				eq(standardTurns.round, standardStudies.round)
			)
		)
		.where(
			and(
				...[eq(standardJudges.personId, personId), isNull(standardJudges.leftOutAt)],
				isNull(standardStudies.closedAt),
				isNull(standardStudies.endedAt)
			)
		)
		.orderBy(asc(standardStudies.startedAt));
	return rows.map(({ study, zh, en, turn }) => ({
		...{ id: study.id, round: study.round, exam: { 'zh-CN': zh, en } },
		submitted: turn.submittedAt !== null
	}));
}

/** What a judge said of the items in this round, by item version. */
async function ownEstimates(ctx: Context, study: Study, personId: string): Promise<Map<string, number>> {
	const rows = await ctx.db
		.select({ id: standardEstimates.itemVersionId, percent: standardEstimates.percent })
		.from(standardEstimates)
		.where(
			and(
				...[eq(standardEstimates.studyId, study.id), eq(standardEstimates.personId, personId)],
				eq(standardEstimates.round, study.round)
			)
		);
	return new Map(rows.map(({ id, percent }) => [id, percent]));
}

/** What was said of the items in the round before; empty in the first, which is blind. */
const before = async (ctx: Context, study: Study) =>
	study.round > 1
		? spreadsOf(await listEstimates(ctx.db, study.id, study.round - 1))
		: new Map<string, never>();

/**
 * A study for one of its judges: how far they are and their own estimates, from the second round on beside what was said of each
 * item in the round before. Holds no question, and nothing that another judge said in this round.
 */
export async function getOwnStudy(ctx: Context, studyId: string) {
	const { study, personId, turn } = await findTurn(ctx.db, ctx, studyId);
	const [sitting] = await ctx.db.select().from(sittings).where(eq(sittings.id, study.sittingId));
	const exam: LocalText = { 'zh-CN': sitting!.titleZh, en: sitting!.titleEn };
	const asked = await listStudyItems(ctx.db, study.id);
	const own = await ownEstimates(ctx, study, personId);
	const spreads = await before(ctx, study);
	const panel = study.round > 1 ? await cutOfRound(ctx.db, study.id, study.round - 1) : null;
	const first = asked.filter(({ place }, i) => asked[i - 1]?.place !== place);
	return {
		...{ id: study.id, exam, round: study.round, state: studyStateOf(study) },
		hasOpened: turn.openedAt !== null,
		submittedAt: turn.submittedAt?.toISOString() ?? null,
		estimated: own.size,
		total: first.length,
		/** Of the round before. */
		panel: panel && { percent: panel.percent, sd: panel.sd },
		items: first.map(({ place, marks, itemVersionId }) => ({
			...{ place, marks, own: own.get(itemVersionId) ?? null },
			spread: spreads.get(itemVersionId) ?? null
		}))
	};
}
export type OwnStudy = Awaited<ReturnType<typeof getOwnStudy>>;

/**
 * An item with its key for a judge to whom it was opened in this round, which is on record. From the second round on beside what
 * was said of it before, and how hard it turned out to be where that is known. Throws a conflict before it is opened and after
 * they have handed in.
 */
export async function getJudgedItem(ctx: Context, studyId: string, place: number) {
	const { study, personId, turn } = await findTurn(ctx.db, ctx, studyId);
	const state = studyStateOf(study);
	if (state !== 'judging') throw conflict(`standard.state.${state}`);
	const decision = decideEstimating(turn);
	if (!decision.ok) throw conflict(decision.code);
	const asked = await listStudyItems(ctx.db, study.id);
	const item = asked.find((one) => one.place === place);
	if (!item) throw notFound();
	const [row] = await ctx.db
		.select({ area: items.area, version: itemVersions, key: itemKeys.question, group: caseVersions })
		.from(itemVersions)
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, itemVersions.id))
		.leftJoin(caseVersions, eq(caseVersions.id, itemVersions.caseVersionId))
		.where(eq(itemVersions.id, item.itemVersionId));
	const { area, version, key, group } = row!;
	const corrected = (await listCorrections(ctx.db, study.sittingId)).get(version.id)?.question;
	const around = (versionId: string, pictures: unknown) => ({
		version: null,
		picture: (name: string) => {
			const ids = pictures as Record<string, string>;
			return Object.hasOwn(ids, name)
				? { address: `/judging/${study.id}/pictures/${ids[name]}?of=${versionId}` }
				: undefined;
		}
	});
	const places = [...new Set(asked.map((one) => one.place))];
	return {
		...{ studyId: study.id, round: study.round, place, total: places.length, marks: item.marks },
		area: area as KnowledgeArea,
		question: renderQuestion(corrected ?? (key as Question), around(version.id, version.pictures)),
		case: group && renderCase(group as never, around(group.id, group.pictures)),
		own: (await ownEstimates(ctx, study, personId)).get(version.id) ?? null,
		spread: (await before(ctx, study)).get(version.id) ?? null,
		difficulty:
			study.round > 1 ? ((await difficultiesOf(ctx.db, study.sittingId)).get(version.id) ?? null) : null
	};
}
export type OwnJudgedItem = Awaited<ReturnType<typeof getJudgedItem>>;

/** The id of a file that an item or case of a study shows, for a judge to whom it is open. Throws notFound for all else. */
export async function judgedPicture(
	ctx: Context,
	{ studyId, versionId, fileId }: { studyId: string; versionId: string; fileId: string }
): Promise<string> {
	if (!isId(versionId) || !isId(fileId)) throw notFound();
	const { study, turn } = await findTurn(ctx.db, ctx, studyId);
	if (studyStateOf(study) !== 'judging' || !decideEstimating(turn).ok) throw notFound();
	const shows = (pictures: unknown) => sql`${fileId} in (select value from jsonb_each_text(${pictures}))`;
	const [found] = await ctx.db
		.select({ id: itemVersions.id })
		.from(itemVersions)
		.leftJoin(caseVersions, eq(caseVersions.id, itemVersions.caseVersionId))
		.where(
			and(
				sql`${itemVersions.id} in (select i.item_version_id from standard_items i where i.study_id = ${study.id})`,
				sql`(${itemVersions.id} = ${versionId} and ${shows(itemVersions.pictures)}
					or ${caseVersions.id} = ${versionId} and ${shows(caseVersions.pictures)})`
			)
		)
		.limit(1);
	if (!found) throw notFound();
	return fileId;
}
