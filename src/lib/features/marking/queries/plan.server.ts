import { asc, inArray, sql } from 'drizzle-orm';
import { can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { grouped } from '$lib/shared/grouped';
import { people } from '../../people/tables.server';
import { isApart } from '../agreement';
import { loadAnswers, type LoadedAnswer } from '../answers.server';
import { FEWEST } from '../states';
import {
	holdersBeyondThemselves,
	listEligibleMarkers,
	markersOf,
	readPlan,
	titleOf,
	type PlanRow,
	type SittingRow
} from '../plan.server';
import { expectedShares } from './preview-allocation.server';
import { loadProgress } from './progress.server';

/** What a plan says before anybody has said anything. */
const USUAL = {
	...{ revision: 0, allocation: 'question' as const, apartPercent: 20, samplePercent: 10 },
	...{ exampleCount: 0, exampleApart: 20, moderatorId: null as string | null }
};

/** How a sitting is marked by people, for HR: the plan with who may be named in it, its examples, and how far it is. */
export async function getMarkingPlan(ctx: Context, sittingId: string) {
	const { sitting, plan } = await readPlan(ctx, sittingId);
	const markerIds = await markersOf(ctx.db, sittingId);
	const mayManage = can(ctx.actor, 'marking.plan.manage').ok && !sitting.releasedAt;
	const { revision, allocation, apartPercent, samplePercent, exampleCount, exampleApart, moderatorId } =
		plan ?? USUAL;
	const progress = plan?.allocatedAt ? await loadProgress(ctx, sittingId) : null;
	const answers = plan?.collectedAt ? await loadAnswers(ctx.db, sittingId) : [];
	const names = await namesOf(ctx, [...markerIds, ...(moderatorId ? [moderatorId] : [])]);
	return {
		sitting: {
			...{ id: sitting.id, title: titleOf(sitting), reading: sitting.reading },
			...{ closesAt: sitting.closesAt.toISOString(), isOver: sitting.closesAt <= ctx.now },
			isReleased: sitting.releasedAt !== null
		},
		plan: {
			...{ revision, allocation, apartPercent, samplePercent, exampleCount, exampleApart, moderatorId },
			...{
				exists: plan !== null,
				collected: Boolean(plan?.collectedAt),
				allocated: Boolean(plan?.allocatedAt)
			},
			markers: names.filter(({ id }) => markerIds.includes(id)),
			moderator: names.find(({ id }) => id === moderatorId)?.name ?? null
		},
		mayManage,
		choosable: mayManage ? await listChoosable(ctx) : { markers: [], moderators: [] },
		questions: listQuestions(answers),
		expected: plan && !plan.allocatedAt ? expected(answers, markerIds, plan, sitting.reading) : null,
		examples: plan ? await listExamples(ctx, plan) : [],
		progress: progress && {
			...{ counts: progress.counts, flags: progress.flags },
			byMarker: names
				.filter(({ id }) => markerIds.includes(id))
				.map((marker) => ({ ...marker, progress: progress.byMarker.get(marker.id) ?? null })),
			byQuestion: [...progress.byQuestion].sort(([a], [b]) => (a < b ? -1 : 1))
		},
		calibration: plan?.exampleCount ? await listCalibration(ctx, plan) : []
	};
}

const namesOf = (ctx: Context, ids: readonly string[]) =>
	ids.length
		? ctx.db
				.select({ id: people.id, name: people.name, employeeNo: people.employeeNo })
				.from(people)
				.where(inArray(people.id, [...ids]))
				.orderBy(asc(people.employeeNo))
		: Promise.resolve([]);

async function listChoosable(ctx: Context) {
	const markers = await listEligibleMarkers(ctx.db, ctx);
	const moderators = await holdersBeyondThemselves(ctx.db, ctx, 'marking.answer.moderate');
	return { markers, moderators: [...markers, ...moderators] };
}

/** The questions that people read, with how many answers each got. */
const listQuestions = (answers: readonly LoadedAnswer[]) =>
	[...grouped(answers, ({ question }) => question)]
		.map(([question, own]) => ({ question, answers: own.length, marks: own[0]!.marks }))
		.sort((a, b) => (a.question < b.question ? -1 : 1));

/** Who would get what; null where a file says it, or where there is nothing to share out among nobody. */
function expected(
	answers: readonly LoadedAnswer[],
	markerIds: readonly string[],
	{ allocation, samplePercent }: PlanRow,
	reading: SittingRow['reading']
) {
	if (allocation === 'file' || reading === 'nobody' || !answers.length) return null;
	if (markerIds.length < FEWEST[reading]) return null;
	return expectedShares(answers, markerIds, {
		...{ by: allocation, samplePercent },
		times: reading === 'double' ? 2 : 1
	});
}

const listExamples = (ctx: Context, plan: PlanRow) =>
	rowsOf<{ id: string; question: string; marks: number; hundredths: number; text: string; words: string }>(
		ctx.db,
		sql`select e.id, i.code as question, e.marks, e.hundredths, e.text, e.words from marking_examples e
			join item_versions v on v.id = e.item_version_id join items i on i.id = v.item_id
			where e.sitting_id = ${plan.sittingId} order by e.made_at, e.id`
	);

/** How each marker did on the examples. */
async function listCalibration(ctx: Context, plan: PlanRow) {
	const rows = await rowsOf<{ markerId: string; given: number; agreed: number; marks: number }>(
		ctx.db,
		sql`select m.marker_id as "markerId", m.hundredths as given, e.hundredths as agreed, e.marks
			from marking_example_marks m join marking_examples e on e.id = m.example_id
			where e.sitting_id = ${plan.sittingId}`
	);
	return [...grouped(rows, ({ markerId }) => markerId)].map(([markerId, own]) => {
		const close = own.filter((one) => !isApart(one.given, one.agreed, one.marks, plan.exampleApart)).length;
		const distances = own.map(({ given, agreed, marks }) => Math.abs(given - agreed) / marks);
		return {
			...{ markerId, marked: own.length, close, isReady: close >= plan.exampleCount },
			distance: distances.reduce((sum, one) => sum + one, 0) / own.length
		};
	});
}
