import { and, eq, inArray } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { answerPracticeSchema, type Question } from '$lib/features/bank';
import {
	answerPractice,
	finishPractice,
	getPractice,
	importContent,
	listPractice,
	practicePicture,
	reviewItems,
	startPractice,
	submitItems
} from '$lib/features/bank/index.server';
import type { BankEntry } from '$lib/features/bank/content';
import { itemKeys, items, itemVersions, practiceItems, practiceSets } from '$lib/features/bank/tables.server';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { bank, givenBank, question } from '../exams/given';
import { givenPictured, givenPracticeSet } from './given-practice';

const words = (text: string) => ({ 'zh-CN': text, en: text });
const practice = (entry: BankEntry, about: Partial<BankEntry> = {}): BankEntry => ({
	...entry,
	use: 'practice',
	...about
});
const like = (code: string, asked: Question): BankEntry =>
	practice({ ...question(code, 'single', ['a']), question: asked });

/** Eight of law, one of ethics of each kind that is not a choice, a case of three in business; none elsewhere. */
const entries: BankEntry[] = [
	...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => practice(question(`law-10${n}`, 'single', ['c']))),
	like('ethics-101', {
		type: 'matching',
		stem: words('match'),
		pairs: [
			{ id: 'p1', left: words('L1'), right: words('R1') },
			{ id: 'p2', left: words('L2'), right: words('R2') }
		],
		others: [{ id: 'x', right: words('R3') }],
		policy: 'partial'
	}),
	like('ethics-102', {
		type: 'essay',
		stem: words('write'),
		rubric: [
			{
				id: 'r',
				criterion: words('SECRET-CRITERION'),
				weight: 100,
				levels: [
					{ share: 100, words: words('all') },
					{ share: 0, words: words('none') }
				]
			}
		],
		model: words('SECRET-MODEL')
	}),
	like('ethics-103', {
		type: 'numeric',
		stem: words('count'),
		accepted: [{ range: { value: '98765', tolerance: '0' }, share: 100 }],
		explanation: words('SECRET-BECAUSE')
	}),
	...[1, 2, 3].map((n) => practice(question(`business-10${n}`, 'trueFalse', ['a']), { case: 'case-one' }))
];

onEveryDatabase('practice', (world) => {
	let trainee: GivenPerson;
	beforeAll(async () => {
		const { author, reviewer } = await givenBank(world);
		trainee = await givenPerson(world);
		await importContent(world.ctx(author), {
			cases: [{ code: 'case-one', title: words('The case'), material: words('The material') }],
			items: entries
		});
		const codes = entries.map(({ code }) => code);
		const drafts = await world.db.select({ id: items.id }).from(items).where(inArray(items.code, codes));
		const itemIds = drafts.map(({ id }) => id);
		await submitItems(world.ctx(author), { itemIds });
		await reviewItems(world.ctx(reviewer), { itemIds, to: 'ready' });
	});

	const start = (who: GivenPerson, area: BankEntry['area'] | '' = '', size = 5) =>
		startPractice(world.ctx(who), { area, size });
	const codesOf = async (setId: string) =>
		(
			await world.db
				.select({ code: items.code, use: items.use, type: items.type })
				.from(practiceItems)
				.innerJoin(itemVersions, eq(itemVersions.id, practiceItems.itemVersionId))
				.innerJoin(items, eq(items.id, itemVersions.itemId))
				.where(eq(practiceItems.setId, setId))
				.orderBy(practiceItems.position)
		).map((row) => row);
	const answer = (who: GivenPerson, setId: string, position: number, given: unknown) =>
		answerPractice(world.ctx(who), { setId, position, answer: given });
	const refused = (code: string) => expect.objectContaining({ code });

	describe('drawing', () => {
		it('takes ready practice items only, never one for exams, and of the area that is asked', async () => {
			for (let i = 0; i < 5; i++) {
				const other = await givenPerson(world);
				const { setId } = await start(other, '', 20);
				const drawn = await codesOf(setId);
				expect(drawn.every(({ use }) => use === 'practice')).toBe(true);
				expect(drawn).toHaveLength(entries.length);
				expect(drawn.map(({ code }) => code)).not.toContain(bank[0]!.code);
			}
			const { setId } = await start(await givenPerson(world), 'law', 5);
			expect((await codesOf(setId)).map(({ code }) => code.split('-')[0])).toEqual(Array(5).fill('law'));
		});

		it('brings first what one has practised least', async () => {
			const who = await givenPerson(world);
			const first = await start(who, 'law', 5);
			for (const n of [1, 2, 3, 4, 5]) await answer(who, first.setId, n, 'c');
			const known = new Set((await codesOf(first.setId)).map(({ code }) => code));
			const second = (await codesOf((await start(who, 'law', 5)).setId)).map(({ code }) => code);
			expect(second.filter((code) => !known.has(code))).toHaveLength(3);
		});

		it('keeps a case whole and in its order', async () => {
			const { setId } = await start(await givenPerson(world), 'business', 5);
			expect((await codesOf(setId)).map(({ code }) => code)).toEqual([
				'business-101',
				'business-102',
				'business-103'
			]);
		});

		it('leaves out what was put aside, and says so where nothing is there', async () => {
			const { reviewer } = await givenBank(world);
			await expect(start(trainee, 'economics')).rejects.toEqual(refused('practice.nothing'));
			const [one] = await world.db.select().from(items).where(eq(items.code, 'law-108'));
			await reviewItems(world.ctx(reviewer), { itemIds: [one!.id], to: 'quarantined', comment: '?' });
			const { setId } = await start(await givenPerson(world), 'law', 20);
			expect(await codesOf(setId)).toHaveLength(7);
			await reviewItems(world.ctx(reviewer), { itemIds: [one!.id], to: 'ready' });
			expect((await listPractice(world.ctx(trainee), 1)).areas).toContainEqual({
				...{ area: 'economics', ready: 0, fresh: 0 }
			});
		});

		it('makes one set of two clicks', async () => {
			const who = await givenPerson(world);
			const both = await Promise.all([start(who, 'law'), start(who, 'law')]);
			expect(both[0]!.setId).toBe(both[1]!.setId);
			expect(await world.db.$count(practiceSets, eq(practiceSets.personId, who.id))).toBe(1);
			// Another length is another set.
			expect((await start(who, 'law', 20)).setId).not.toBe(both[0]!.setId);
		});
	});

	describe('answering', () => {
		it('shows what is right only once the question is answered', async () => {
			const who = await givenPerson(world);
			const { setId } = await start(who, 'ethics', 5);
			const drawn = await codesOf(setId);
			for (const [i, { type }] of drawn.entries()) {
				const before = JSON.stringify(await getPractice(world.ctx(who), setId, i + 1));
				expect(before).not.toMatch(
					/SECRET|(?<![\w-])98765(?![\w-])|"(pairs|rubric|model|accepted|explanation|correct)":/
				);
				if (type === 'numeric') await answer(who, setId, i + 1, { number: '98765' });
				else if (type === 'essay') await answer(who, setId, i + 1, 'Words of mine');
				else {
					const { question: asked } = await getPractice(world.ctx(who), setId, i + 1);
					const shown = asked!.shown as Extract<typeof asked, object>['shown'] & { type: 'matching' };
					const right = (text: string) => shown.rights.find(({ text: html }) => html.en === text)!.id;
					await answer(who, setId, i + 1, { '0': right('R1'), '1': right('R3') });
				}
			}
			const by = new Map(drawn.map(({ type }, i) => [type, i + 1]));
			const at = (type: string) => getPractice(world.ctx(who), setId, by.get(type)!);
			expect((await at('numeric')).question).toMatchObject({
				...{ share: 100, state: 'right', solved: { given: { number: '98765' } } }
			});
			expect((await at('matching')).question).toMatchObject({
				...{ share: 50, state: 'partly', solved: { given: { p1: 'p1', p2: 'x' } } }
			});
			const essay = await at('essay');
			expect(essay.question).toMatchObject({ share: null, state: 'read' });
			expect(JSON.stringify(essay)).toMatch(/SECRET-MODEL.*/);
			const end = await getPractice(world.ctx(who), setId, null);
			expect(end.summary).toMatchObject({ share: 75, answered: 3, again: 1 });
			expect(JSON.stringify(end)).not.toContain('SECRET');
		});

		it('keeps the first answer, however often and however fast another comes', async () => {
			const who = await givenPerson(world);
			const { setId } = await start(who, 'law');
			await Promise.all([answer(who, setId, 1, 'c'), answer(who, setId, 1, 'c')]);
			await answer(who, setId, 1, 'a');
			const [row] = await world.db
				.select()
				.from(practiceItems)
				.where(and(eq(practiceItems.setId, setId), eq(practiceItems.position, 1)));
			expect(row).toMatchObject({ given: 'c', share: 100, isAnswered: true });
		});

		it('asks for an answer, or takes that one does not know', async () => {
			const who = await givenPerson(world);
			const { setId } = await start(who, 'law');
			await expect(answer(who, setId, 1, undefined)).rejects.toEqual(refused('practice.no_answer'));
			await expect(answer(who, setId, 1, 'no such option')).rejects.toEqual(refused('practice.no_answer'));
			// A form without a ticked choice sends no field at all.
			const sent = { setId, position: '1', skip: '1' };
			await answerPractice(world.ctx(who), answerPracticeSchema.parse(sent));
			const { question: shown } = await getPractice(world.ctx(who), setId, 1);
			expect(shown).toMatchObject({ share: 0, state: 'wrong', solved: { given: null } });
			await expect(answer(who, setId, 9, 'c')).rejects.toEqual(refused('app.not_found'));
		});

		it('goes on where it was left, with the material of a case', async () => {
			const who = await givenPerson(world);
			const { setId } = await start(who, 'business');
			await answer(who, setId, 1, 'true');
			const left = await getPractice(world.ctx(who), setId, null);
			expect(left.question).toMatchObject({ position: 2, case: { title: { en: 'The case' } }, solved: null });
			expect((await listPractice(world.ctx(who), 1)).open).toMatchObject([{ id: setId, answered: 1 }]);
		});
	});

	describe('ending', () => {
		it('ends by itself with the last answer, or when asked, and takes no answer afterwards', async () => {
			const who = await givenPerson(world);
			const { setId } = await start(who, 'law');
			await answer(who, setId, 1, 'a');
			await finishPractice(world.ctx(who), { setId });
			await finishPractice(world.ctx(who), { setId });
			await expect(answer(who, setId, 2, 'c')).rejects.toEqual(refused('practice.finished'));
			// What stayed open is not shown with what is right.
			const open = await getPractice(world.ctx(who), setId, 2);
			expect(open).toMatchObject({ question: null, summary: { answered: 1, share: 0, again: 1 } });
			expect((await getPractice(world.ctx(who), setId, 1)).question?.solved).not.toBeNull();
			const list = await listPractice(world.ctx(who), 1);
			expect(list).toMatchObject({ open: [], past: { total: 1, rows: [{ id: setId, share: 0 }] } });
		});

		it('practises again what was not right, and nothing else', async () => {
			const who = await givenPerson(world);
			const { setId } = await start(who, 'law');
			const drawn = await codesOf(setId);
			for (const n of [1, 2, 3]) await answer(who, setId, n, n === 2 ? 'c' : 'a');
			await finishPractice(world.ctx(who), { setId });
			const again = (ctx = world.ctx(who)) => startPractice(ctx, { area: '', size: 10, again: setId });
			const second = await again();
			expect((await again()).setId).toBe(second.setId);
			expect((await codesOf(second.setId)).map(({ code }) => code)).toEqual([drawn[0]!.code, drawn[2]!.code]);
			for (const n of [1, 2]) await answer(who, second.setId, n, 'c');
			await expect(
				startPractice(world.ctx(who), { area: '', size: 10, again: second.setId })
			).rejects.toEqual(refused('practice.nothing_again'));
		});
	});

	it('knows nobody else’s set, whatever their role', async () => {
		const { author, reviewer } = await givenBank(world);
		const { setId } = await start(await givenPerson(world), 'law');
		for (const other of [trainee, author, reviewer]) {
			const missing = refused('app.not_found');
			await expect(getPractice(world.ctx(other), setId, null)).rejects.toEqual(missing);
			await expect(answer(other, setId, 1, 'c')).rejects.toEqual(missing);
			await expect(finishPractice(world.ctx(other), { setId })).rejects.toEqual(missing);
			await expect(startPractice(world.ctx(other), { area: '', size: 5, again: setId })).rejects.toEqual(
				missing
			);
			await expect(practicePicture(world.ctx(other), setId, newId(new Date(0)))).rejects.toEqual(missing);
		}
		// Those who see keys may practise too.
		expect((await start(author, 'law')).setId).toBeTruthy();
	});

	it('shows pictures of a question, and those of its explanation only once it is answered', async () => {
		const who = await givenPerson(world);
		const { shownId, solutionId, versionId } = await givenPictured(world, 'economics-999', new Date(0));
		const setId = await givenPracticeSet(world, who, versionId, new Date(0));
		const picture = (id: string, of = setId) => practicePicture(world.ctx(who), of, id);
		expect(await picture(solutionId)).toBe(solutionId);
		const { setId: fresh } = await start(who, 'economics');
		expect(await picture(shownId, fresh)).toBe(shownId);
		await expect(picture(solutionId, fresh)).rejects.toEqual(refused('app.not_found'));
		await answer(who, fresh, 1, 'true');
		expect(await picture(solutionId, fresh)).toBe(solutionId);
	});

	it('asks each question in the version that was drawn, though it is changed meanwhile', async () => {
		const { author, reviewer } = await givenBank(world);
		const who = await givenPerson(world);
		const { setId } = await start(who, 'law', 20);
		const drawn = await codesOf(setId);
		const position = drawn.findIndex(({ code }) => code === 'law-101') + 1;
		const changed = practice(question('law-101', 'single', ['d'], 'changed'));
		await importContent(world.ctx(author), { cases: [], items: [changed] });
		await answer(who, setId, position, 'c');
		expect((await getPractice(world.ctx(who), setId, position)).question?.share).toBe(100);
		const [item] = await world.db.select().from(items).where(eq(items.code, 'law-101'));
		await submitItems(world.ctx(author), { itemIds: [item!.id] });
		await reviewItems(world.ctx(reviewer), { itemIds: [item!.id], to: 'ready' });
		expect(await world.db.$count(itemKeys)).toBeGreaterThan(entries.length);
	});
});
