import { inArray, eq, and } from 'drizzle-orm';
import { evenMarks, type Question } from '$lib/features/bank';
import type { BankEntry } from '$lib/features/bank/content';
import { publishBlueprint, reviewItems } from '$lib/features/bank/index.server';
import { itemKeys, items } from '$lib/features/bank/tables.server';
import {
	createSitting,
	registerForSitting,
	saveAnswers,
	startAttempt
} from '$lib/features/exams/index.server';
import { attemptItems } from '$lib/features/exams/tables.server';
import {
	allocateAnswers,
	collectAnswers,
	getTask,
	saveMark,
	savePlan,
	submitMarks
} from '$lib/features/marking/index.server';
import { markingAnswers, markingTasks } from '$lib/features/marking/tables.server';
import type { World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { after, ANNOUNCED, blueprint, givenBank, givenItems, keepTimeUntil, plan } from '../exams/given';

const HOUR = 3_600_000;
/** A sitting of one day in February: over long before the others of the tests. */
export const window = {
	registrationOpensAt: after(ANNOUNCED, HOUR),
	registrationClosesAt: after(ANNOUNCED, 48 * HOUR),
	opensAt: after(ANNOUNCED, 72 * HOUR),
	closesAt: after(ANNOUNCED, 80 * HOUR)
};
export const WRITING = after(window.opensAt, HOUR);
/** Everything is handed in, and nothing can come any more. */
export const OVER = after(window.closesAt, HOUR);

const words = (text: string) => ({ 'zh-CN': `${text}（中文）`, en: text });
const levels = [
	{ share: 100, words: words('All of it') },
	{ share: 50, words: words('Half of it') },
	{ share: 0, words: words('Nothing') }
];
export const essay: Question = {
	type: 'essay',
	stem: words('How is a relationship ended?'),
	model: words('Reasons, standards, warning signs'),
	rubric: [
		{ id: 'facts', criterion: words('Facts'), levels, weight: 60 },
		{ id: 'clear', criterion: words('Clarity'), levels, weight: 40 }
	]
};
export const open: Question = {
	...{ type: 'shortAnswer', stem: words('In your words?'), accepted: [] },
	matching: { case: false, width: false }
};
const choice: Question = {
	...{ type: 'single', stem: words('Which?'), correct: 'a', policy: 'allOrNothing' },
	options: ['a', 'b'].map((id) => ({ id, text: words(id) }))
};
/** Ten marks each: 18 of 30 pass. */
const MARKS = 10;

const entry = (question: Question, code: string): BankEntry => ({
	...{ code, area: 'law', question, difficulty: 250, level: 'apply', seconds: 60, module: null },
	...{ use: 'exam', tags: [], laws: [], enemies: [], case: null }
});

/** A blueprint of a choice, an open short answer and an essay, which its author set. */
export async function givenReadBlueprint(world: World): Promise<string> {
	const known = world.made.get('read blueprint') as string | undefined;
	if (known) return known;
	const { author, reviewer, officer } = await givenBank(world);
	const ready = await world.db.select({ id: items.id }).from(items).where(eq(items.status, 'ready'));
	// Others of the same kinds stay out of the draw.
	await world.db.update(items).set({ status: 'retired' }).where(eq(items.status, 'ready'));
	const entries = [entry(choice, 'law-801'), entry(open, 'law-802'), entry(essay, 'law-803')];
	await givenItems(world, author, entries);
	const codes = entries.map(({ code }) => code);
	const made = await world.db.select({ id: items.id }).from(items).where(inArray(items.code, codes));
	await reviewItems(world.ctx(reviewer, ANNOUNCED), { itemIds: made.map(({ id }) => id), to: 'ready' });
	const cells = (['single', 'shortAnswer', 'essay'] as const).map((type) => ({ type, from: 1, to: 1 }));
	const content = { ...blueprint, code: 'read', items: 3, cells, marks: evenMarks(MARKS) };
	const { id } = await publishBlueprint(world.ctx(officer, ANNOUNCED), content);
	world.made.set('read blueprint', id);
	world.made.set(
		'retired for reading',
		ready.map((row) => row.id)
	);
	return id;
}

/** The other items of the bank again, for tests that draw from them afterwards. */
export async function restoreBank(world: World): Promise<void> {
	const ids = world.made.get('retired for reading') as string[];
	await world.db.update(items).set({ status: 'ready' }).where(inArray(items.id, ids));
	await world.db
		.update(items)
		.set({ status: 'retired' })
		.where(inArray(items.code, ['law-801', 'law-802', 'law-803']));
}

export const readPlan = (blueprintId: string, reading: 'nobody' | 'single' | 'double') => ({
	...{ ...plan(blueprintId), ...window, reading }
});

export async function givenReadSitting(world: World, reading: 'single' | 'double'): Promise<string> {
	const { officer } = await givenBank(world);
	const blueprintId = await givenReadBlueprint(world);
	return (await createSitting(world.ctx(officer, ANNOUNCED), readPlan(blueprintId, reading))).id;
}

/** A candidate who answered: the choice right or not, the short answer and the essay with some text, or nothing. */
export async function givenWriter(
	world: World,
	sittingId: string,
	said: { choice?: 'a' | 'b'; open?: string | null; essay?: string | null; person?: GivenPerson } = {}
) {
	const candidate = said.person ?? (await givenPerson(world));
	await registerForSitting(world.ctx(candidate, after(window.registrationOpensAt, HOUR)), { sittingId });
	const ctx = world.ctx(candidate, WRITING);
	const { attemptId } = await startAttempt(ctx, { sittingId });
	const paper = await world.db
		.select({ position: attemptItems.position, question: itemKeys.question })
		.from(attemptItems)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
		.where(eq(attemptItems.attemptId, attemptId));
	const given = {
		...{ single: said.choice ?? 'a', shortAnswer: said.open === undefined ? '简要回答' : said.open },
		essay: said.essay === undefined ? '论述：先看理由，再看标准。' : said.essay
	};
	const answers = paper.map(({ position, question }) => ({
		...{ position, seq: 1, flagged: false, given: given[(question as Question).type as keyof typeof given] }
	}));
	await saveAnswers(ctx, { attemptId, answers });
	return { candidate, attemptId };
}

export const givenMarkers = (world: World, count: number): Promise<GivenPerson[]> =>
	Promise.all(Array.from({ length: count }, () => givenPerson(world, { roles: ['marker'] })));

export const rules = {
	...{ allocation: 'question' as const, apartPercent: 20, samplePercent: 0 },
	...{ exampleCount: 0, exampleApart: 20, moderatorId: null }
};

/** The plan of a sitting with these markers, its answers collected and given out. */
export async function givenAllocated(
	world: World,
	sittingId: string,
	markers: readonly GivenPerson[],
	other: Partial<Parameters<typeof savePlan>[1]> = {}
): Promise<void> {
	const { officer } = await givenBank(world);
	await keepTimeUntil(world, OVER);
	const ctx = world.ctx(officer, OVER);
	const markerIds = markers.map(({ id }) => id);
	await savePlan(ctx, { sittingId, revision: 0, markerIds, ...rules, ...other });
	await collectAnswers(ctx, { sittingId });
	await allocateAnswers(ctx, { sittingId });
}

/** The tasks of a marker, those only that are not handed in unless `all`, with what only the test knows of each. */
export async function tasksOf(world: World, marker: GivenPerson, all = false) {
	const rows = await world.db
		.select({ task: markingTasks, answer: markingAnswers, question: itemKeys.question })
		.from(markingTasks)
		.innerJoin(markingAnswers, eq(markingAnswers.id, markingTasks.answerId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, markingAnswers.itemVersionId))
		.where(eq(markingTasks.markerId, marker.id));
	return rows
		.filter(({ task }) => (all || !task.submittedAt) && !task.withdrawnAt)
		.map(({ task, answer, question }) => ({
			...{ taskId: task.id, turn: task.turn, attemptId: answer.attemptId, answerId: answer.id },
			...{ type: (question as Question).type, revision: task.revision }
		}));
}

/** Levels of the essay that earn 0, 4, 6, 8 or 10 marks of 10, and half marks of the short answer. */
export const levelsFor: Record<number, Record<string, number>> = {
	0: { facts: 2, clear: 2 },
	4: { facts: 2, clear: 0 },
	6: { facts: 0, clear: 2 },
	8: { facts: 0, clear: 1 },
	10: { facts: 0, clear: 0 }
};

/** Marks an answer with so many of ten marks. */
export async function mark(world: World, marker: GivenPerson, taskId: string, marks: number, at = OVER) {
	const ctx = world.ctx(marker, at);
	const { revision, question } = await getTask(ctx, taskId);
	const said = { taskId, revision, note: '', flag: null, flagNote: '', seconds: 30 };
	return question.type === 'essay'
		? saveMark(ctx, { ...said, levels: levelsFor[marks]!, hundredths: null })
		: saveMark(ctx, { ...said, levels: {}, hundredths: marks * 100 });
}

/** Marks everything that a marker has and hands it in. */
export async function markAll(
	world: World,
	sittingId: string,
	marker: GivenPerson,
	marksOf: (task: Awaited<ReturnType<typeof tasksOf>>[number]) => number
): Promise<void> {
	const tasks = await tasksOf(world, marker);
	for (const task of tasks) await mark(world, marker, task.taskId, marksOf(task));
	if (tasks.length) await submitMarks(world.ctx(marker, OVER), { sittingId });
}

export const answersOf = (world: World, sittingId: string, attemptId?: string) =>
	world.db
		.select()
		.from(markingAnswers)
		.where(
			and(
				eq(markingAnswers.sittingId, sittingId),
				attemptId === undefined ? undefined : eq(markingAnswers.attemptId, attemptId)
			)
		);
