import { and, asc, desc, eq, gte, lt, sql, type SQLWrapper } from 'drizzle-orm';
import { authorizeAnywhere } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { addDays, dateIn, instantIn } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { personOf } from '../hold.server';
import type { ScoredRow, Scores } from '../rules';
import type { ExaminationFilter } from '../schema';
import { examinerOf, isDue } from '../scoring.server';
import {
	practicalCandidates,
	practicalPanels,
	practicals,
	practicalSheets,
	practicalSlots
} from '../tables.server';

/** Most of one list. */
const MOST = 200;

const ownSheet = and(
	eq(practicalSheets.candidateId, practicalPanels.candidateId),
	eq(practicalSheets.examinerId, practicalPanels.examinerId)
);

/** Whom the actor examines today, later or before, in the order of the slots: their own state and nobody else's. */
export async function listExaminations(ctx: Context, { when }: ExaminationFilter) {
	authorizeAnywhere(ctx.actor, 'practicals.sheet.write');
	const personId = personOf(ctx.actor);
	if (!personId) return [];
	const today = dateIn(ctx.now);
	const [from, to] = [instantIn(`${today}T00:00`)!, instantIn(`${addDays(today, 1)}T00:00`)!];
	const { startsAt } = practicalSlots;
	const times = {
		today: and(gte(startsAt, from), lt(startsAt, to)),
		coming: gte(startsAt, to),
		past: lt(startsAt, from)
	}[when];
	const rows = await ctx.db
		.select({
			candidateId: practicalCandidates.id,
			name: people.name,
			employeeNo: people.employeeNo,
			titleZh: practicals.titleZh,
			titleEn: practicals.titleEn,
			slot: practicalSlots,
			absent: sql<boolean>`${practicalCandidates.absentReason} <> ''`,
			begun: sql<boolean>`${practicalSheets.version} is not null`,
			submitted: sql<boolean>`${practicalSheets.submittedAt} is not null`
		})
		.from(practicalPanels)
		.innerJoin(practicalCandidates, eq(practicalCandidates.id, practicalPanels.candidateId))
		.innerJoin(practicals, eq(practicals.sittingId, practicalCandidates.sittingId))
		.innerJoin(practicalSlots, eq(practicalSlots.id, practicalCandidates.slotId))
		.innerJoin(people, eq(people.id, practicalCandidates.personId))
		.leftJoin(practicalSheets, ownSheet)
		.where(and(eq(practicalPanels.examinerId, personId), times))
		.orderBy(when === 'past' ? desc(startsAt) : asc(startsAt))
		.limit(MOST);
	return rows.map(({ slot, titleZh, titleEn, ...row }) => ({
		...row,
		title: { 'zh-CN': titleZh, en: titleEn } satisfies LocalText,
		...{ startsAt: slot.startsAt.toISOString(), endsAt: slot.endsAt.toISOString(), place: slot.place }
	}));
}
export type Examination = Awaited<ReturnType<typeof listExaminations>>[number];

/**
 * The actor's own sheet of a candidate. Of the other two nothing but their names, until all three are in: then what each gave and
 * what came of it. Nothing of the written part, ever. Throws notFound for who is not on the panel.
 */
export async function getSheet(ctx: Context, candidateId: string) {
	if (!isId(candidateId)) throw notFound();
	const examinerId = await examinerOf(ctx.db, ctx, candidateId);
	const [found] = await ctx.db
		.select({
			candidate: practicalCandidates,
			practical: practicals,
			slot: practicalSlots,
			name: people.name,
			employeeNo: people.employeeNo,
			unitZh: units.nameZh,
			unitEn: units.nameEn
		})
		.from(practicalCandidates)
		.innerJoin(practicals, eq(practicals.sittingId, practicalCandidates.sittingId))
		.leftJoin(practicalSlots, eq(practicalSlots.id, practicalCandidates.slotId))
		.innerJoin(people, eq(people.id, practicalCandidates.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(eq(practicalCandidates.id, candidateId));
	if (!found) throw notFound();
	const { candidate, practical, slot } = found;
	const panel = await ctx.db
		.select({ id: people.id, name: people.name, sheet: practicalSheets })
		.from(practicalPanels)
		.innerJoin(people, eq(people.id, practicalPanels.examinerId))
		.leftJoin(practicalSheets, ownSheet)
		.where(eq(practicalPanels.candidateId, candidateId))
		.orderBy(asc(people.employeeNo));
	const own = panel.find(({ id }) => id === examinerId)?.sheet;
	const decided = candidate.decidedAt !== null;
	const absent = candidate.absentReason !== '';
	return {
		candidateId,
		candidate: { name: found.name, employeeNo: found.employeeNo },
		unit: { 'zh-CN': found.unitZh, en: found.unitEn } satisfies LocalText,
		title: { 'zh-CN': practical.titleZh, en: practical.titleEn } satisfies LocalText,
		rubric: practical.rubric as ScoredRow[],
		slot: slot && { startsAt: slot.startsAt.toISOString(), place: slot.place },
		...{ decided, absent },
		isDue: await isDue(ctx.db, candidate, ctx.now),
		sheet: {
			version: own?.version ?? 0,
			scores: (own?.scores ?? {}) as Scores,
			note: own?.note ?? '',
			savedAt: own?.savedAt.toISOString() ?? null,
			submittedAt: own?.submittedAt?.toISOString() ?? null,
			total: own?.totalHundredths ?? null
		},
		others: panel.filter(({ id }) => id !== examinerId).map(({ name }) => name),
		outcome:
			decided && !absent
				? {
						hundredths: candidate.hundredths ?? 0,
						totals: panel.map(({ id, name, sheet }) => ({
							...{ name, total: sheet?.totalHundredths ?? 0 },
							setAside: candidate.setAside.includes(id)
						}))
					}
				: null
	};
}
export type ScoreSheet = Awaited<ReturnType<typeof getSheet>>;

/**
 * Whether somebody examines somebody now or later, or did in the month before a day, as a part of another query: who does has a
 * place for it.
 */
export const examinesOf = (personId: SQLWrapper, today: SQLWrapper) =>
	sql<boolean>`exists (select 1 from ${practicalPanels} p join ${practicalCandidates} c on c.id = p.candidate_id
		join ${practicalSlots} s on s.id = c.slot_id
		where p.examiner_id = ${personId} and s.ends_at > ${today}::date - 30)`;
