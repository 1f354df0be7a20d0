import { asc, eq, sql } from 'drizzle-orm';
import { can } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { practicalResults, registrations, sittings } from '../../exams/tables.server';
import { people, units } from '../../people/tables.server';
import { authorizeSitting } from '../hold.server';
import { PRACTICAL_RULE, type ScoredRow } from '../rules';
import { recusalsOf } from '../recusal.server';
import {
	practicalCandidates,
	practicalExaminers,
	practicals,
	practicalPanels,
	practicalSheets,
	practicalSlots
} from '../tables.server';

/**
 * The practical part of a sitting for who sets it up or looks after it: what it asks, who may examine, slots, and how far each
 * candidate is. What examiners gave is in it only for candidates who are decided: until then nobody knows of anybody's total,
 * whatever else they are. Null where the sitting asks none.
 */
export async function getPractical(ctx: Context, sittingId: string) {
	if (!isId(sittingId)) throw notFound();
	await authorizeSitting(ctx.db, ctx, 'practicals.practical.read', sittingId);
	const [found] = await ctx.db
		.select({ sitting: sittings, practical: practicals })
		.from(sittings)
		.leftJoin(practicals, eq(practicals.sittingId, sittings.id))
		.where(eq(sittings.id, sittingId));
	if (!found) throw notFound();
	const { sitting, practical } = found;
	const mayManage = !sitting.releasedAt && can(ctx.actor, 'practicals.practical.manage').ok;
	const title: LocalText = { 'zh-CN': sitting.titleZh, en: sitting.titleEn };
	return {
		...{ sittingId, title, rehearsal: sitting.rehearsal, rule: PRACTICAL_RULE },
		mayManage,
		/** What it asks may change until the sitting opens. */
		maySetUp: mayManage && ctx.now < sitting.opensAt,
		practical: practical && {
			title: { 'zh-CN': practical.titleZh, en: practical.titleEn },
			passPercent: practical.passPercent,
			rubric: practical.rubric as ScoredRow[]
		},
		...(practical ? await progressOf(ctx, sittingId) : { examiners: [], slots: [], candidates: [] })
	};
}
export type PracticalPage = Awaited<ReturnType<typeof getPractical>>;
export type PracticalCandidate = PracticalPage['candidates'][number];

async function progressOf(ctx: Context, sittingId: string) {
	const [examiners, slots, candidates, members, recusals] = await Promise.all([
		listExaminers(ctx, sittingId),
		ctx.db
			.select()
			.from(practicalSlots)
			.where(eq(practicalSlots.sittingId, sittingId))
			.orderBy(asc(practicalSlots.startsAt), asc(practicalSlots.place)),
		listCandidates(ctx, sittingId),
		listMembers(ctx, sittingId),
		recusalsOf(ctx.db, sittingId)
	]);
	const slotOf = (id: string | null) => slots.find((slot) => slot.id === id);
	return {
		examiners: examiners.map((one) => ({
			...one,
			candidates: members.filter(({ examinerId }) => examinerId === one.id).length
		})),
		slots: slots.map(({ id, startsAt, endsAt, place }) => ({
			...{ id, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), place },
			taken: candidates.some(({ slotId }) => slotId === id)
		})),
		candidates: candidates
			.map(({ slotId, decidedAt, tenths, passed, hundredths, setAside, ...candidate }) => {
				const slot = slotOf(slotId);
				return {
					...candidate,
					decided: decidedAt !== null,
					slot: slot && { id: slot.id, startsAt: slot.startsAt.toISOString(), place: slot.place },
					outcome: decidedAt && { tenths, passed: passed ?? false, hundredths },
					panel: members
						.filter(({ candidateId }) => candidateId === candidate.id)
						.map(({ candidateId: _own, total, ...member }) => ({
							...member,
							total: decidedAt ? total : null,
							setAside: setAside.includes(member.examinerId)
						})),
					recused: recusals
						.filter(({ candidateId }) => candidateId === candidate.id)
						.map(({ examinerId, kind, reason }) => ({ examinerId, kind, reason }))
				};
			})
			.sort((a, b) => byTime(a.slot, b.slot) || (a.ticket < b.ticket ? -1 : 1))
	};
}

/** Soonest first; without a slot before all, because something is to be done about them. */
const byTime = (a?: { startsAt: string }, b?: { startsAt: string }) =>
	(a?.startsAt ?? '').localeCompare(b?.startsAt ?? '');

const listExaminers = (ctx: Context, sittingId: string) =>
	ctx.db
		.select({ id: people.id, name: people.name, employeeNo: people.employeeNo, post: people.post })
		.from(practicalExaminers)
		.innerJoin(people, eq(people.id, practicalExaminers.personId))
		.where(eq(practicalExaminers.sittingId, sittingId))
		.orderBy(asc(people.employeeNo));

const listCandidates = (ctx: Context, sittingId: string) =>
	ctx.db
		.select({
			id: practicalCandidates.id,
			name: people.name,
			employeeNo: people.employeeNo,
			unitZh: units.nameZh,
			unitEn: units.nameEn,
			ticket: sql<string>`coalesce(${registrations.ticket}, '')`,
			withdrawn: sql<boolean>`${registrations.withdrawnAt} is not null`,
			slotId: practicalCandidates.slotId,
			decidedAt: practicalCandidates.decidedAt,
			hundredths: practicalCandidates.hundredths,
			setAside: practicalCandidates.setAside,
			absentReason: practicalCandidates.absentReason,
			tenths: practicalResults.tenths,
			passed: practicalResults.passed
		})
		.from(practicalCandidates)
		.innerJoin(people, eq(people.id, practicalCandidates.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(
			registrations,
			sql`${registrations.sittingId} = ${practicalCandidates.sittingId} and ${registrations.personId} = ${practicalCandidates.personId}`
		)
		.leftJoin(
			practicalResults,
			sql`${practicalResults.sittingId} = ${practicalCandidates.sittingId} and ${practicalResults.personId} = ${practicalCandidates.personId}`
		)
		.where(eq(practicalCandidates.sittingId, sittingId));

const listMembers = (ctx: Context, sittingId: string) =>
	ctx.db
		.select({
			candidateId: practicalPanels.candidateId,
			examinerId: practicalPanels.examinerId,
			name: people.name,
			begun: sql<boolean>`${practicalSheets.version} is not null`,
			submitted: sql<boolean>`${practicalSheets.submittedAt} is not null`,
			total: practicalSheets.totalHundredths
		})
		.from(practicalPanels)
		.innerJoin(practicalCandidates, eq(practicalCandidates.id, practicalPanels.candidateId))
		.innerJoin(people, eq(people.id, practicalPanels.examinerId))
		.leftJoin(
			practicalSheets,
			sql`${practicalSheets.candidateId} = ${practicalPanels.candidateId} and ${practicalSheets.examinerId} = ${practicalPanels.examinerId}`
		)
		.where(eq(practicalCandidates.sittingId, sittingId))
		.orderBy(asc(people.employeeNo));
