import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { saveAnswerFormSchema, saveAnswersSchema } from '$lib/features/exams';
import { evenMarks, type AnyGiven, type Shown } from '$lib/features/bank';
import { fieldsFrom, fieldsOf, readGiven } from '$lib/features/bank/answer-fields';
import { publishBlueprint } from '$lib/features/bank/index.server';
import { itemExposures, itemStatistics, itemVersions } from '$lib/features/bank/tables.server';
import {
	createSitting,
	getResult,
	getRoom,
	handInAttempt,
	saveAnswerForm,
	saveAnswers
} from '$lib/features/exams/index.server';
import { attemptItems, attemptResults } from '$lib/features/exams/tables.server';
import { onEveryDatabase } from '../../support/database';
import {
	after,
	ANNOUNCED,
	blueprint,
	ENDS,
	givenAttempt,
	givenBank,
	givenRelease,
	plan,
	STARTED,
	times,
	keepTimeUntil
} from './given';
import { givenSittingOfKinds, kinds } from './kinds';

const CLOSED = after(times.closesAt, 60_000);
const SECRET = /correct|explanation|earned|accepted|aliases|policy|secret|(?<![-\w])31415(?![-\w])/i;

onEveryDatabase('questions of every kind', (world) => {
	const given = async () => {
		const attempt = await givenAttempt(world, await givenSittingOfKinds(world));
		const ctx = world.ctx(attempt.candidate, after(STARTED, 1000));
		const at = new Map(attempt.paper.map((one) => [one.type, one]));
		let seq = 0;
		const save = (type: string, answer: unknown) => {
			const { answers } = saveAnswersSchema.parse({
				attemptId: attempt.attemptId,
				answers: [{ position: at.get(type as never)!.position, seq: ++seq, given: answer, flagged: false }]
			});
			return saveAnswers(ctx, { attemptId: attempt.attemptId, answers });
		};
		return { ...attempt, ctx, at, save };
	};

	it('are on a paper unless a person has to read them', async () => {
		const { paper } = await given();
		expect(paper.map(({ type }) => type)).toEqual(kinds.map(({ type }) => type));
		const { officer } = await givenBank(world);
		const announce = async (code: string, cell: object) => {
			const content = {
				...blueprint,
				code,
				items: 1,
				cells: [{ from: 1, to: 1, ...cell }],
				marks: evenMarks(2)
			};
			const { id } = await publishBlueprint(world.ctx(officer, ANNOUNCED), content);
			return createSitting(world.ctx(officer, ANNOUNCED), plan(id));
		};
		await expect(announce('essays', { type: 'essay' })).rejects.toMatchObject({
			code: 'exams.sitting.needs_marker'
		});
		await expect(announce('none', { area: 'ethics' })).rejects.toMatchObject({
			code: 'exams.sitting.bank_short'
		});
	});

	it('are saved as they were given, and given back', async () => {
		const { paper, save, ctx, attemptId } = await given();
		for (const { type, right, wrong } of paper) {
			expect((await save(type, wrong)).acknowledged).toHaveLength(1);
			expect((await save(type, right)).acknowledged).toHaveLength(1);
		}
		const room = await getRoom(ctx, attemptId);
		expect(room.state === 'open' && room.answers.map((answer) => answer.given)).toEqual(
			paper.map(({ right }) => right)
		);
		expect(JSON.stringify({ ...room, answers: [] })).not.toMatch(SECRET);
	});

	it('are refused in other shapes, with ids that nobody drew, and when they are too long', async () => {
		const { save, at } = await given();
		const rights = at.get('matching')!.options;
		const order = at.get('ordering')!.options;
		const bad: [string, unknown[]][] = [
			['single', ['z', true, ['a'], { a: 'a' }, 'constructor']],
			['multiple', ['a', ['a', 'z'], ['a', 'a'], true, { 0: 'a' }]],
			['trueFalse', ['a', 'true', ['true']]],
			[
				'numeric',
				[
					'7',
					{ number: 'x'.repeat(61) },
					{ number: '7', other: '1' },
					{ number: '7', unit: 'x'.repeat(61) },
					{ unit: 'x' }
				]
			],
			['fillIn', ['x', { g3: 'x' }, { g1: 'x'.repeat(1001) }, ['x']]],
			['matching', [{ p9: rights[0] }, { p1: 'p1' }, { p1: 'r9' }, [rights[0]], { secretother: rights[0] }]],
			['ordering', [[...order, order[0]], [order[0], order[0]], ['secretx1'], order[0], { 0: order[0] }]],
			['shortAnswer', ['x'.repeat(1001), ['x'], true, { text: 'x' }]]
		];
		for (const [type, answers] of bad) {
			for (const answer of answers) {
				await expect(save(type, answer), `${type} ${JSON.stringify(answer)}`).rejects.toMatchObject({
					kind: 'invalid',
					code: 'exams.answer.unknown'
				});
			}
		}
		for (const shape of [
			7,
			[7],
			[['a']],
			{ g1: 7 },
			{ g1: { x: 'y' } },
			'x'.repeat(20_001),
			{ ['k\0']: 'x' }
		]) {
			expect(
				saveAnswersSchema.safeParse({
					attemptId: crypto.randomUUID(),
					answers: [{ position: 1, seq: 1, given: shape, flagged: false }]
				}).success,
				JSON.stringify(shape).slice(0, 40)
			).toBe(false);
		}
	});

	it('may be answered in part, and taken back; blank is taken back', async () => {
		const { save, at, attemptId, ctx } = await given();
		const [first] = at.get('matching')!.options;
		const order = at.get('ordering')!.options;
		await save('matching', { p2: first });
		await save('ordering', order.slice(0, 2));
		await save('fillIn', { g2: ' x ', g1: '' });
		await save('shortAnswer', 'a\0b\ud800');
		for (const [type, blank] of [
			['multiple', []],
			['numeric', { number: ' ' }],
			['single', null]
		] as const) {
			await save(type, blank);
		}
		const room = await getRoom(ctx, attemptId);
		expect(room.state === 'open' && room.answers.map((answer) => answer.given)).toEqual([
			...[null, null, null, { g1: '', g2: ' x ' }, { p2: first }, order.slice(0, 2), 'ab\ufffd']
		]);
		// Five are unanswered: the true or false was never touched, one of the others was taken back.
		await expect(handInAttempt(ctx, { attemptId, unanswered: 8 })).rejects.toMatchObject({
			params: { unanswered: 4 }
		});
	});

	it('fit whatever the page’s controls make of what somebody does', async () => {
		const { save, attemptId, candidate } = await given();
		const shown = await world.db
			.select({ shown: itemVersions.shown, position: attemptItems.position })
			.from(attemptItems)
			.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
			.where(eq(attemptItems.attemptId, attemptId));
		const values = fc.oneof(
			fc.constantFrom('a', 'b', 'z', 'true', 'r1', 'r2', '1', '2', '3'),
			fc.string({ unit: 'binary', maxLength: 1500 }),
			fc.string({ unit: 'grapheme-composite', minLength: 900, maxLength: 1100 })
		);
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...shown),
				fc.array(values, { minLength: 8, maxLength: 8 }),
				async ({ shown: asked, position }, made) => {
					const question = asked as Shown;
					// Every control of the question holds something.
					const names = new Set(
						['answer', 'answer.number', 'answer.unit', ...[0, 1, 2, 3].map((i) => `answer.${i}`)].filter(
							(name) =>
								name !== 'answer' || !['numeric', 'fillIn', 'matching', 'ordering'].includes(question.type)
						)
					);
					const fields = [...names].map(
						(name, i) => [question.type === 'multiple' ? 'answer[]' : name, made[i]!] as const
					);
					const answer: AnyGiven | null = readGiven(question, fieldsFrom(fields, 'answer'));
					await save(question.type, answer);
					// What is answered reads back as itself.
					expect(readGiven(question, fieldsFrom(fieldsOf(question, 'answer', answer), 'answer'))).toEqual(
						answer
					);
					expect(position).toBeGreaterThan(0);
				}
			),
			{ numRuns: 60 }
		);
		const form = saveAnswerFormSchema.parse({
			attemptId,
			position: '6',
			seq: '50000',
			answer: { 0: 'r1', 1: '', 2: 'z' },
			go: '7'
		});
		expect(await saveAnswerForm(world.ctx(candidate, after(STARTED, 2000)), form)).toEqual({ go: 7 });
		const room = await getRoom(world.ctx(candidate, after(STARTED, 3000)), attemptId);
		expect(room.state === 'open' && room.answers.find(({ position }) => position === 6)?.given).toEqual({
			p1: 'r1'
		});
	});

	it('earn parts of marks, are counted as shown, and tell everything once released', async () => {
		const { save, at, attemptId, ctx, paper, sittingId, candidate } = await given();
		const weak = await givenAttempt(world, sittingId);
		for (const { type, right } of paper) await save(type, right);
		const matched = at.get('matching')!.right as Record<string, string>;
		await save('matching', { p1: matched['p1'], p2: matched['p2'], p3: matched['p1'] });
		await save('multiple', ['a']);
		await handInAttempt(ctx, { attemptId, unanswered: 0 });
		await keepTimeUntil(world, after(ENDS, 62_000));
		const [result] = await world.db
			.select()
			.from(attemptResults)
			.where(eq(attemptResults.attemptId, attemptId));
		// Six right, a third of the several, two thirds of the matching, of two marks each.
		expect(result).toMatchObject({
			earnedHundredths: 1200 + 67 + 133,
			maxScore: 16,
			tenths: 875,
			passed: true
		});
		const shown = await world.db.select().from(itemExposures).where(eq(itemExposures.sittingId, sittingId));
		expect(shown.map((one) => one.shown)).toEqual(kinds.map(() => 2));

		const { approver } = await givenBank(world);
		await expect(getResult(ctx, { attemptId })).rejects.toMatchObject({ kind: 'not_found' });
		await givenRelease(world, sittingId, CLOSED);
		await keepTimeUntil(world, CLOSED);
		const released = await getResult(world.ctx(candidate, CLOSED), { attemptId });
		expect(released.paper.questions.map(({ question }) => question.type)).toEqual(
			kinds.map(({ type }) => type)
		);
		expect(released.paper.questions.every(({ question }) => question.explanation?.en)).toBe(true);
		expect(released.paper.questions.map(({ earnedHundredths }) => earnedHundredths)).toEqual([
			...[200, 67, 200, 200, 200, 133, 200, 200]
		]);
		// In the question's own ids, as the key is.
		expect(released.paper.questions[5]!.given).toEqual({ p1: 'p1', p2: 'p2', p3: 'p1' });
		expect(released.paper.questions[6]!.given).toEqual(['secretx1', 'secretx2', 'secretx3', 'secretx4']);
		expect(released.profile).toMatchObject([{ area: 'law', earnedHundredths: 1400, marks: 16 }]);

		const versions = await world.db
			.select()
			.from(itemStatistics)
			.innerJoin(attemptItems, eq(attemptItems.itemVersionId, itemStatistics.itemVersionId))
			.where(eq(attemptItems.attemptId, weak.attemptId))
			.orderBy(attemptItems.position);
		expect(versions.map(({ item_statistics: one }) => one.facility * one.candidates)).toEqual([
			...[1, 0.335, 1, 1, 1, 0.665, 1, 1].map((n) => expect.closeTo(n, 4) as number)
		]);
		expect(versions.every(({ item_statistics: one }) => one.discrimination === 1)).toBe(true);
	});
});
