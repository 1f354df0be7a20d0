import { eq } from 'drizzle-orm';
import type { BlueprintContent, QuestionContent } from '$lib/content/question-format';
import { knowledgeAreas } from '$lib/content/question-vocabulary';
import {
	createSitting,
	importItems,
	publishBlueprint,
	registerForSitting,
	reviewItem,
	startAttempt
} from '$lib/features/exams/index.server';
import { attemptItems, itemKeys, items } from '$lib/features/exams/tables.server';
import type { World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';

/** Registration from 1 March 09:00, until 5 March 18:00; the window on 6 March 09:00 to 18:00, Shanghai. */
export const times = {
	registrationOpensAt: new Date('2026-03-01T01:00:00Z'),
	registrationClosesAt: new Date('2026-03-05T10:00:00Z'),
	opensAt: new Date('2026-03-06T01:00:00Z'),
	closesAt: new Date('2026-03-06T10:00:00Z')
};
export const ANNOUNCED = new Date('2026-02-20T02:00:00Z');
export const REGISTERING = new Date('2026-03-02T02:00:00Z');
export const STARTED = new Date('2026-03-06T02:00:00Z');
export const MINUTES = 30;
export const ENDS = new Date(STARTED.getTime() + MINUTES * 60_000);
export const after = (instant: Date, ms: number) => new Date(instant.getTime() + ms);

/** Two items of each area's paper, from a pool of four: a single choice, two multiple choices, a true or false. */
export const blueprint: BlueprintContent = {
	code: 'test',
	title: { 'zh-CN': '测试', en: 'Test' },
	cells: knowledgeAreas.map((area) => ({ area, count: 2 })),
	marksPerItem: 5,
	minutes: MINUTES,
	passPercent: 60
};

export function question(
	code: string,
	type: QuestionContent['type'],
	correct: string[],
	marker = code
): QuestionContent {
	const ids = type === 'trueFalse' ? ['a', 'b'] : ['a', 'b', 'c', 'd'];
	return {
		id: code,
		area: code.split('-')[0] as QuestionContent['area'],
		type,
		difficulty: 'easy',
		level: 'apply',
		stem: { 'zh-CN': `题干 ${marker}`, en: `Stem ${marker}` },
		options: ids.map((id) => ({
			id,
			text: { 'zh-CN': `选项 ${code} ${id}`, en: `Option ${code} ${id}` },
			correct: correct.includes(id)
		})),
		explanation: { 'zh-CN': `解析机密 ${code}`, en: `Secret explanation ${code}` }
	};
}

export const bank: QuestionContent[] = knowledgeAreas.flatMap((area) => [
	question(`${area}-001`, 'single', ['c']),
	question(`${area}-002`, 'multiple', ['a', 'd']),
	question(`${area}-003`, 'trueFalse', ['b']),
	question(`${area}-004`, 'multiple', ['a', 'b', 'c'])
]);

export interface Crew {
	author: GivenPerson;
	reviewer: GivenPerson;
	officer: GivenPerson;
	approver: GivenPerson;
	blueprintId: string;
}

/** The staff, a bank of 24 ready items and a published blueprint; made once for a database. */
export async function givenBank(world: World): Promise<Crew> {
	const known = world.made.get('exam crew') as Crew | undefined;
	if (known) return known;
	const [author, reviewer, officer, approver] = await Promise.all(
		(['author', 'itemReviewer', 'hrOfficer', 'hrApprover'] as const).map((role) =>
			givenPerson(world, { roles: [role] })
		)
	);
	await importItems(world.ctx(author!, ANNOUNCED), bank);
	const all = await world.db.select({ id: items.id }).from(items);
	await reviewItem(world.ctx(reviewer!, ANNOUNCED), { itemIds: all.map(({ id }) => id), to: 'ready' });
	const { id } = await publishBlueprint(world.ctx(officer!, ANNOUNCED), blueprint);
	const crew = {
		author: author!,
		reviewer: reviewer!,
		officer: officer!,
		approver: approver!,
		blueprintId: id
	};
	world.made.set('exam crew', crew);
	return crew;
}

export const plan = (blueprintId: string) => ({
	titleZh: '客户经理资格考试',
	titleEn: 'Customer Manager exam',
	ladder: 'bank',
	tier: 'manager' as const,
	blueprintId,
	...times,
	minutes: MINUTES,
	passPercent: 60
});

/** A sitting that nobody has registered for. */
export async function givenSitting(world: World): Promise<string> {
	const { officer, blueprintId } = await givenBank(world);
	return (await createSitting(world.ctx(officer, ANNOUNCED), plan(blueprintId))).id;
}

export async function givenCandidate(world: World, sittingId: string): Promise<GivenPerson> {
	const candidate = await givenPerson(world);
	await registerForSitting(world.ctx(candidate, REGISTERING), { sittingId });
	return candidate;
}

/** An attempt that began at `STARTED`, with its drawn paper and the key that only the test knows. */
export async function givenAttempt(world: World, sittingId?: string) {
	const sitting = sittingId ?? (await givenSitting(world));
	const candidate = await givenCandidate(world, sitting);
	const { attemptId } = await startAttempt(world.ctx(candidate, STARTED), { sittingId: sitting });
	const paper = await world.db
		.select({ position: attemptItems.position, options: attemptItems.optionOrder, correct: itemKeys.correct })
		.from(attemptItems)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
		.where(eq(attemptItems.attemptId, attemptId))
		.orderBy(attemptItems.position);
	return { sittingId: sitting, candidate, attemptId, paper };
}
