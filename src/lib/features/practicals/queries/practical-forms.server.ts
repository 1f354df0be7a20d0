import { findPeople } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { getPractical } from './practical.server';

/** Most people that a field suggests. */
const SUGGESTED = 500;

/** What the form of the practical part shows. Throws notFound once it may not change. */
export async function getPracticalForm(ctx: Context, sittingId: string) {
	const { title, practical, maySetUp } = await getPractical(ctx, sittingId);
	if (!maySetUp) throw notFound();
	return { sittingId, title, practical };
}
export type PracticalForm = Awaited<ReturnType<typeof getPracticalForm>>;

/** Slots and examiners for who names them. Throws notFound for everybody else, and where no practical part is set up. */
export async function getPracticalSlots(ctx: Context, sittingId: string) {
	const { title, practical, mayManage, examiners, slots } = await getPractical(ctx, sittingId);
	if (!practical || !mayManage) throw notFound();
	const found = await findPeople(ctx, { limit: SUGGESTED });
	return {
		...{ sittingId, title, examiners, slots },
		suggested: found.map(({ employeeNo, name, post }) => ({ employeeNo, name, post }))
	};
}
export type PracticalSlots = Awaited<ReturnType<typeof getPracticalSlots>>;

/** One candidate of a practical part, with the slots and examiners to choose from. Throws notFound. */
export async function getPracticalCandidate(ctx: Context, sittingId: string, candidateId: string) {
	const page = await getPractical(ctx, sittingId);
	const candidate = page.candidates.find(({ id }) => id === candidateId);
	if (!candidate) throw notFound();
	const begun = candidate.slot && new Date(candidate.slot.startsAt) <= ctx.now;
	const mayChange = page.mayManage && !candidate.decided;
	return {
		...{ sittingId, title: page.title, candidate, examiners: page.examiners, mayChange },
		mayMove: mayChange && !candidate.panel.some(({ begun }) => begun),
		mayRecordAbsence: mayChange && Boolean(begun) && !candidate.panel.some(({ submitted }) => submitted),
		slots: page.slots.filter(({ taken, startsAt }) => !taken && new Date(startsAt) > ctx.now)
	};
}
export type PracticalCandidatePage = Awaited<ReturnType<typeof getPracticalCandidate>>;
