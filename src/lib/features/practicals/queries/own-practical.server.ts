import { and, eq, inArray, not, sql } from 'drizzle-orm';
import { can } from '$lib/access/can';
import { currentResult, isReleased } from '$lib/features/exams/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { isId } from '$lib/shared/ids';
import { attemptResults, attempts, practicalResults, registrations } from '../../exams/tables.server';
import { people, units } from '../../people/tables.server';
import { personOf } from '../hold.server';
import { rowPercent, type ScoredRow, type Scores } from '../rules';
import {
	practicalCandidates,
	practicalPanels,
	practicals,
	practicalSheets,
	practicalSlots
} from '../tables.server';

/** What a candidate knows of the practical part of a sitting before the results: what it asks, when and where. Null: none is asked. */
export async function getOwnPractical(ctx: Context, sittingId: string) {
	const personId = personOf(ctx.actor);
	if (!personId || !isId(sittingId)) return null;
	const [found] = await ctx.db
		.select({ practical: practicals, slot: practicalSlots, registered: registrations.id })
		.from(practicals)
		.leftJoin(
			registrations,
			and(
				eq(registrations.sittingId, practicals.sittingId),
				eq(registrations.personId, personId),
				sql`${registrations.withdrawnAt} is null`
			)
		)
		.leftJoin(
			practicalCandidates,
			and(eq(practicalCandidates.sittingId, practicals.sittingId), eq(practicalCandidates.personId, personId))
		)
		.leftJoin(practicalSlots, eq(practicalSlots.id, practicalCandidates.slotId))
		.where(eq(practicals.sittingId, sittingId));
	if (!found) return null;
	const { practical, slot, registered } = found;
	return {
		title: { 'zh-CN': practical.titleZh, en: practical.titleEn } satisfies LocalText,
		passPercent: practical.passPercent,
		criteria: (practical.rubric as ScoredRow[]).map(({ criterion, weight }) => ({ criterion, weight })),
		registered: registered !== null,
		slot:
			registered && slot
				? { startsAt: slot.startsAt.toISOString(), endsAt: slot.endsAt.toISOString(), place: slot.place }
				: null
	};
}
export type OwnPractical = NonNullable<Awaited<ReturnType<typeof getOwnPractical>>>;

/**
 * How the practical part of an attempt ended, row by row: only where the result of the attempt is released, and for who may read
 * that result. Null otherwise, and where none was asked.
 */
export async function findPracticalResult(ctx: Context, attemptId: string) {
	if (!isId(attemptId)) return null;
	const [found] = await ctx.db
		.select({
			personId: attempts.personId,
			unitPath: units.path,
			practical: practicals,
			result: practicalResults,
			candidate: practicalCandidates
		})
		.from(attempts)
		.innerJoin(attemptResults, and(currentResult, isReleased))
		.innerJoin(people, eq(people.id, attempts.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.innerJoin(practicals, eq(practicals.sittingId, attempts.sittingId))
		.innerJoin(
			practicalCandidates,
			and(
				eq(practicalCandidates.sittingId, attempts.sittingId),
				eq(practicalCandidates.personId, attempts.personId)
			)
		)
		.innerJoin(
			practicalResults,
			and(
				eq(practicalResults.sittingId, attempts.sittingId),
				eq(practicalResults.personId, attempts.personId)
			)
		)
		.where(eq(attempts.id, attemptId));
	if (!found) return null;
	const { practical, result, candidate, ...subject } = found;
	if (!can(ctx.actor, 'exams.result.read', subject).ok) return null;
	const sheets = await countedSheets(ctx, candidate);
	return {
		title: { 'zh-CN': practical.titleZh, en: practical.titleEn } satisfies LocalText,
		passPercent: practical.passPercent,
		tenths: result.tenths,
		passed: result.passed,
		rows: (practical.rubric as ScoredRow[]).map((row) => ({
			criterion: row.criterion,
			weight: row.weight,
			/** In hundredths of a percent; null for who was absent. */
			percent: sheets.length ? rowPercent(row, sheets) : null
		}))
	};
}
export type PracticalOutcome = NonNullable<Awaited<ReturnType<typeof findPracticalResult>>>;

/** The scores of the sheets that count for a candidate. */
async function countedSheets(
	ctx: Context,
	{ id, setAside }: { id: string; setAside: string[] }
): Promise<Scores[]> {
	const rows = await ctx.db
		.select({ scores: practicalSheets.scores })
		.from(practicalPanels)
		.innerJoin(
			practicalSheets,
			and(
				eq(practicalSheets.candidateId, practicalPanels.candidateId),
				eq(practicalSheets.examinerId, practicalPanels.examinerId)
			)
		)
		.where(
			and(
				eq(practicalPanels.candidateId, id),
				setAside.length ? not(inArray(practicalSheets.examinerId, setAside)) : undefined,
				sql`${practicalSheets.submittedAt} is not null`
			)
		);
	return rows.map(({ scores }) => scores as Scores);
}
