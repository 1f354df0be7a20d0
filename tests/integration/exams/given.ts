import { eq } from 'drizzle-orm';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import { evenMarks, type Aliases, type BlueprintContent, type Question } from '$lib/features/bank';
import { importContent, publishBlueprint, reviewItems, submitItems } from '$lib/features/bank/index.server';
import type { BankEntry } from '$lib/features/bank/content';
import { itemKeys, items } from '$lib/features/bank/tables.server';
import { knowledgeAreas } from '$lib/content/question-vocabulary';
import {
	closeAttempts,
	createSitting,
	getRelease,
	registerForSitting,
	releaseResults,
	reviewResults,
	startAttempt
} from '$lib/features/exams/index.server';
import { reviewChecks } from '$lib/features/exams';
import { attemptItems } from '$lib/features/exams/tables.server';
import type { World } from '../../support/database';
import { rightAnswer, wrongAnswer } from '../../../drizzle/seed/demo/answers';
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

/**
 * Two items of each area's paper, from a pool of four: a single choice, two multiple choices, a true or false. However it is
 * drawn, a paper has a single choice.
 */
export const blueprint: BlueprintContent = {
	code: 'test',
	title: { 'zh-CN': '测试', en: 'Test' },
	items: 12,
	cells: [
		...knowledgeAreas.map((area) => ({ area, from: 2, to: 2 })),
		{ type: 'single', from: 1, to: knowledgeAreas.length }
	],
	marks: evenMarks(5),
	total: null,
	seconds: null,
	difficulty: null,
	required: [],
	forbidden: [],
	exposure: null,
	earlier: null,
	shared: 0,
	minutes: MINUTES,
	passPercent: 60
};

/** An entry of the bank that says what it is; options a to d, or true where `correct` is `a`. */
export function question(
	code: string,
	type: 'single' | 'multiple' | 'trueFalse',
	correct: string[],
	marker = code
): BankEntry {
	const stem = { 'zh-CN': `题干 ${marker}`, en: `Stem ${marker}` };
	const explanation = { 'zh-CN': `解析机密 ${code}`, en: `Secret explanation ${code}` };
	const options = ['a', 'b', 'c', 'd'].map((id) => ({
		id,
		text: { 'zh-CN': `选项 ${code} ${id}`, en: `Option ${code} ${id}` }
	}));
	const kinds: Record<typeof type, Question> = {
		single: { type: 'single', stem, explanation, options, correct: correct[0]!, policy: 'allOrNothing' },
		multiple: { type: 'multiple', stem, explanation, options, correct, policy: 'allOrNothing' },
		trueFalse: { type: 'trueFalse', stem, explanation, correct: correct[0] === 'a' }
	};
	return {
		...{ code, area: code.split('-')[0] as KnowledgeArea, question: kinds[type], difficulty: 250 },
		...{ level: 'apply', seconds: 60, module: null, use: 'exam', tags: [], laws: [], enemies: [], case: null }
	};
}

export const bank: BankEntry[] = knowledgeAreas.flatMap((area) => [
	question(`${area}-001`, 'single', ['c']),
	question(`${area}-002`, 'multiple', ['a', 'd']),
	question(`${area}-003`, 'trueFalse', ['b']),
	question(`${area}-004`, 'multiple', ['a', 'b', 'c'])
]);

/** Brings questions into the bank and hands them in for review. */
export async function givenItems(world: World, author: GivenPerson, entries: BankEntry[]): Promise<void> {
	const ctx = world.ctx(author, ANNOUNCED);
	await importContent(ctx, { cases: [], items: entries });
	const drafts = await world.db.select({ id: items.id }).from(items).where(eq(items.status, 'draft'));
	await submitItems(ctx, { itemIds: drafts.map(({ id }) => id) });
}

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
	await givenItems(world, author!, bank);
	const all = await world.db.select({ id: items.id }).from(items);
	await reviewItems(world.ctx(reviewer!, ANNOUNCED), { itemIds: all.map(({ id }) => id), to: 'ready' });
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
		.select({
			position: attemptItems.position,
			options: attemptItems.optionOrder,
			question: itemKeys.question,
			aliases: itemKeys.aliases
		})
		.from(attemptItems)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
		.where(eq(attemptItems.attemptId, attemptId))
		.orderBy(attemptItems.position);
	const withKeys = paper.map(({ question, aliases, ...row }) => {
		const key = question as Question;
		return {
			...row,
			type: key.type,
			right: rightAnswer(key, aliases as Aliases),
			wrong: wrongAnswer(key, aliases as Aliases)
		};
	});
	return { sittingId: sitting, candidate, attemptId, paper: withKeys };
}

/** Finds the results of a sitting in order, as they are. */
export async function givenReview(world: World, sittingId: string, at: Date): Promise<void> {
	const { officer } = await givenBank(world);
	const ctx = world.ctx(officer, at);
	const { hash: seen } = await getRelease(ctx, sittingId);
	await reviewResults(ctx, { sittingId, seen, checks: [...reviewChecks] });
}

/** Two people bring the results of a sitting out. */
export async function givenRelease(world: World, sittingId: string, at: Date) {
	await givenReview(world, sittingId, at);
	const { approver } = await givenBank(world);
	return releaseResults(world.ctx(approver, at), { sittingId });
}

/** The server does what is due by then: hands in what is over, and marks. */
export async function keepTimeUntil(world: World, at: Date): Promise<void> {
	await closeAttempts(world.ctx(undefined, at));
	await world.runJobs(at);
}
