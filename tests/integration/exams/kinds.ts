import { publishBlueprint, reviewItems } from '$lib/features/bank/index.server';
import { evenMarks, type Question } from '$lib/features/bank';
import type { BankEntry } from '$lib/features/bank/content';
import { items } from '$lib/features/bank/tables.server';
import { createSitting } from '$lib/features/exams/index.server';
import { inArray } from 'drizzle-orm';
import type { World } from '../../support/database';
import { ANNOUNCED, blueprint, givenBank, givenItems, plan } from './given';

const words = (text: string) => ({ 'zh-CN': `${text}（中文）`, en: text });
const explanation = words('Secret explanation');
const feedback = words('Secret feedback');
const choices = (ids: string) => [...ids].map((id) => ({ id, text: words(`Option ${id}`), feedback }));
const accepted = (...texts: string[]) => texts.map((text) => ({ text, share: 100, feedback }));
const matching = { case: false, width: false };

/** One question of each kind. Whatever tells a key is called secret, but for the ids of what stands on the left. */
export const kinds: Question[] = [
	{
		...{ type: 'single', stem: words('One?'), explanation, options: choices('abcd') },
		...{ correct: 'b', policy: 'allOrNothing' }
	},
	{
		...{ type: 'multiple', stem: words('Several?'), explanation, options: choices('abcde') },
		...{ correct: ['a', 'c', 'e'], policy: 'partial' }
	},
	{ type: 'trueFalse', stem: words('True?'), explanation, correct: false, feedback: { true: feedback } },
	{
		...{ type: 'numeric', stem: words('How much? $\\frac{a}{b}$'), explanation },
		accepted: [{ range: { value: '31415.9', tolerance: '0.1' }, share: 100 }],
		unit: { name: 'secretunit', others: [] }
	},
	{
		...{ type: 'fillIn', stem: words('First {{g1}}, then {{g2}}.'), explanation, matching },
		gaps: [
			{ id: 'g1', accepted: accepted('secretone') },
			{ id: 'g2', accepted: accepted('secrettwo') }
		]
	},
	{
		...{ type: 'matching', stem: words('What belongs?'), explanation, policy: 'partial' },
		pairs: ['p1', 'p2', 'p3'].map((id) => ({ id, left: words(`Left ${id}`), right: words(`Right ${id}`) })),
		others: [{ id: 'secretother', right: words('Right of none') }]
	},
	{
		...{ type: 'ordering', stem: words('In order?'), explanation, policy: 'partial' },
		items: ['x1', 'x2', 'x3', 'x4'].map((id) => ({ id: `secret${id}`, text: words(`Step ${id}`) }))
	},
	{ type: 'shortAnswer', stem: words('In a word?'), explanation, accepted: accepted('secretword'), matching }
];

/** What a person has to read: never on a paper that nobody marks. */
export const read: Question[] = [
	{ type: 'shortAnswer', stem: words('In your words?'), explanation, accepted: [], matching },
	{
		...{ type: 'essay', stem: words('Write.'), explanation, longest: 30, model: words('Secret model') },
		rubric: [
			{
				...{ id: 'secretrow', criterion: words('Secret criterion'), weight: 100 },
				levels: [
					{ share: 100, words: words('Secret best') },
					{ share: 0, words: words('Secret worst') }
				]
			}
		]
	}
];

const entry = (question: Question, code: string): BankEntry => ({
	...{ code, area: 'law', question, difficulty: 250, level: 'apply', seconds: 60, module: null },
	...{ use: 'exam', tags: [], laws: [], enemies: [], case: null }
});

/** A sitting whose papers hold one question of each kind that the server marks, of two marks each. */
export async function givenSittingOfKinds(world: World): Promise<string> {
	const { author, reviewer, officer } = await givenBank(world);
	let blueprintId = world.made.get('kinds') as string | undefined;
	if (!blueprintId) {
		// The others of the same kinds stay out of the draw: papers hold these and no others.
		await world.db.update(items).set({ status: 'retired' });
		const entries = [...kinds, ...read].map((question, i) => entry(question, `law-9${i}0`));
		await givenItems(world, author, entries);
		const codes = entries.map(({ code }) => code);
		const made = await world.db.select({ id: items.id }).from(items).where(inArray(items.code, codes));
		await reviewItems(world.ctx(reviewer, ANNOUNCED), { itemIds: made.map(({ id }) => id), to: 'ready' });
		const cells = kinds.map(({ type }) => ({ type, from: 1, to: 1 }));
		const content = { ...blueprint, code: 'kinds', items: kinds.length, cells, marks: evenMarks(2) };
		blueprintId = (await publishBlueprint(world.ctx(officer, ANNOUNCED), content)).id;
		world.made.set('kinds', blueprintId);
	}
	return (await createSitting(world.ctx(officer, ANNOUNCED), plan(blueprintId))).id;
}
