import { eq } from 'drizzle-orm';
import {
	addSlots,
	arrangePractical,
	nameExaminers,
	setUpPractical
} from '$lib/features/practicals/index.server';
import { setUpPracticalSchema } from '$lib/features/practicals';
import { practicalCandidates, practicalPanels } from '$lib/features/practicals/tables.server';
import type { World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { ANNOUNCED, givenBank, givenCandidate, givenSitting, REGISTERING, times } from '../exams/given';

/** The first slot: the day after the window, 09:00 in Shanghai. */
export const SLOT = new Date('2026-03-07T01:00:00Z');
/** While the first candidate is there. */
export const DURING = new Date('2026-03-07T01:10:00Z');
export const CLOSED = new Date(times.closesAt.getTime() + 2 * 3_600_000);

const levels = [
	{ share: 100, zh: '优秀', en: 'Excellent' },
	{ share: 60, zh: '合格', en: 'Sound' },
	{ share: 30, zh: '不足', en: 'Weak' },
	{ share: 0, zh: '没有', en: 'None' }
];
export const asked = {
	titleZh: '客户面谈',
	titleEn: 'Customer conversation',
	passPercent: 60,
	rubric: [
		{ zh: '沟通', en: 'Talking', weight: 60, levels },
		{ zh: '方案', en: 'Proposal', weight: 40, levels }
	]
};

/** The levels of a sheet: 0 the best. With both the same, the total is the level's share. */
export const sheetOf = (c1: number, c2 = c1) => ({ c1, c2 });

/** A sitting with a practical part, examiners and slots, and nobody seated yet. */
export async function givenPractical(
	world: World,
	{ examiners = 4, slots = 4, sittingId }: { examiners?: number; slots?: number; sittingId?: string } = {}
) {
	const { officer } = await givenBank(world);
	const sitting = sittingId ?? (await givenSitting(world));
	const ctx = world.ctx(officer, ANNOUNCED);
	await setUpPractical(ctx, setUpPracticalSchema.parse({ ...asked, sittingId: sitting }));
	const pool: GivenPerson[] = [];
	for (let i = 0; i < examiners; i++) pool.push(await givenPerson(world, { roles: ['trainee', 'marker'] }));
	await nameExaminers(ctx, { sittingId: sitting, examiners: pool.map(({ employeeNo }) => employeeNo) });
	if (slots)
		await addSlots(ctx, {
			...{ sittingId: sitting, startsAt: SLOT, minutes: 20, pause: 10, count: slots, place: '会议室 1' }
		});
	return { officer, sittingId: sitting, pool };
}

/** The same with candidates, seated and with their panels. */
export async function givenArranged(world: World, options: { candidates?: number; examiners?: number } = {}) {
	const practical = await givenPractical(world, { examiners: options.examiners ?? 4 });
	const candidates: GivenPerson[] = [];
	for (let i = 0; i < (options.candidates ?? 1); i++)
		candidates.push(await givenCandidate(world, practical.sittingId));
	await arrangePractical(world.ctx(practical.officer, REGISTERING), { sittingId: practical.sittingId });
	return { ...practical, candidates, candidateId: await candidateOf(world, candidates[0]!.id) };
}

export async function candidateOf(world: World, personId: string): Promise<string> {
	const [row] = await world.db
		.select({ id: practicalCandidates.id })
		.from(practicalCandidates)
		.where(eq(practicalCandidates.personId, personId));
	return row!.id;
}

/** Who examines a candidate, of the pool and in its order. */
export async function panelOf(
	world: World,
	pool: readonly GivenPerson[],
	candidateId: string
): Promise<GivenPerson[]> {
	const rows = await world.db
		.select()
		.from(practicalPanels)
		.where(eq(practicalPanels.candidateId, candidateId));
	return pool.filter(({ id }) => rows.some(({ examinerId }) => examinerId === id));
}
