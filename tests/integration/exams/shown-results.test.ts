import { and, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { publishBlueprint } from '$lib/features/bank/index.server';
import { items, itemVersions } from '$lib/features/bank/tables.server';
import {
	createSitting,
	decideHold,
	getResult,
	getSitting,
	raiseHold,
	saveAnswers,
	updateSitting
} from '$lib/features/exams/index.server';
import { attemptItems } from '$lib/features/exams/tables.server';
import { onEveryDatabase } from '../../support/database';
import {
	after,
	ANNOUNCED,
	blueprint,
	givenAttempt,
	givenBank,
	givenRelease,
	keepTimeUntil,
	plan,
	STARTED,
	times
} from './given';

const CLOSED = after(times.closesAt, 3_600_000);
type Change = Partial<Parameters<typeof createSitting>[1]>;

onEveryDatabase('what a result tells', (world) => {
	async function given(change: Change = {}): Promise<string> {
		const { officer, blueprintId } = await givenBank(world);
		return (await createSitting(world.ctx(officer, ANNOUNCED), { ...plan(blueprintId), ...change })).id;
	}

	/** A candidate who has every question right but those of some areas. */
	async function givenSat(sittingId: string, wrong: readonly string[] = []) {
		const { candidate, attemptId, paper } = await givenAttempt(world, sittingId);
		const asked = await world.db
			.select({ position: attemptItems.position, area: items.area, code: items.code })
			.from(attemptItems)
			.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
			.innerJoin(items, eq(items.id, itemVersions.itemId))
			.where(and(eq(attemptItems.attemptId, attemptId)));
		const isWrong = (position: number) =>
			wrong.includes(asked.find((one) => one.position === position)!.area);
		const answers = paper.map((question) => ({
			...{ position: question.position, seq: 1, flagged: false },
			given: isWrong(question.position) ? question.wrong : question.right
		}));
		await saveAnswers(world.ctx(candidate, STARTED), { attemptId, answers });
		const codes = (whether: boolean) =>
			asked.filter(({ position }) => isWrong(position) === whether).map(({ code }) => code);
		return { candidate, attemptId, missed: codes(true), right: codes(false) };
	}

	const release = async (sittingId: string) => {
		await keepTimeUntil(world, CLOSED);
		await givenRelease(world, sittingId, CLOSED);
	};

	it('says that the mark was reached and the least of an area was not', async () => {
		const sittingId = await given({ passRule: { minima: { law: 60, ethics: 50 } } });
		const [short, good, poor] = [
			await givenSat(sittingId, ['law']),
			await givenSat(sittingId, ['products']),
			await givenSat(sittingId, ['law', 'economics', 'ethics', 'business'])
		];
		await release(sittingId);
		const of = ({ candidate }: typeof good) => getResult(world.ctx(candidate, CLOSED), { sittingId });
		const told = await of(short);
		expect(told).toMatchObject({ passed: false, tenths: 833, lacks: ['minimum'] });
		expect(told.profile.find(({ area }) => area === 'law')).toMatchObject({ least: 60, isShort: true });
		expect(told.profile.filter(({ isShort }) => isShort)).toHaveLength(1);
		expect(told.profile.find(({ area }) => area === 'products')).toMatchObject({
			least: null,
			isShort: false
		});
		expect(await of(good)).toMatchObject({ passed: true, lacks: [] });
		expect(await of(poor)).toMatchObject({ passed: false, lacks: ['mark', 'minimum'] });
	});

	it('holds nothing of a question that may not be shown, but for those who read results of others', async () => {
		const { officer } = await givenBank(world);
		for (const showing of ['all', 'missed', 'none'] as const) {
			const sittingId = await given({ showing });
			const { candidate, attemptId, missed, right } = await givenSat(sittingId, ['law']);
			await release(sittingId);
			const own = world.ctx(candidate, CLOSED);
			for (const which of [{ sittingId }, { attemptId }]) {
				const result = await getResult(own, which);
				expect(result.showing).toBe(showing);
				const payload = JSON.stringify(result);
				// The code stands in stem, options and explanation of an item.
				for (const code of missed) expect(payload.includes(code)).toBe(showing !== 'none');
				for (const code of right) expect(payload.includes(code)).toBe(showing === 'all');
				if (showing === 'none') expect(payload).not.toMatch(/题干|选项|解析机密|correct/);
			}
			const staff = await getResult(world.ctx(officer, CLOSED), { attemptId });
			expect(staff.paper.questions).toHaveLength(missed.length + right.length);
		}
	});

	it('tells the place among five or more whose results are out and count', async () => {
		const { officer, approver } = await givenBank(world);
		const sittingId = await given();
		const wrongs = [
			[],
			['law'],
			['law'],
			['law', 'ethics'],
			['law', 'ethics', 'business'],
			['law', 'business']
		];
		const sat: Awaited<ReturnType<typeof givenSat>>[] = [];
		for (const wrong of wrongs) sat.push(await givenSat(sittingId, wrong));
		await keepTimeUntil(world, CLOSED);
		const hold = (one: number) =>
			raiseHold(world.ctx(officer, CLOSED), { attemptId: sat[one]!.attemptId, reason: '替考嫌疑' });
		await hold(5);
		await givenRelease(world, sittingId, CLOSED);
		const placeOf = async (one: number) =>
			(await getResult(world.ctx(sat[one]!.candidate, CLOSED), { sittingId })).distribution;
		expect(await placeOf(1)).toMatchObject({ candidates: 5, own: 16, above: 50 });
		expect(await placeOf(0)).toMatchObject({ own: 19, above: 100 });
		expect((await placeOf(0))!.bins.reduce((sum, n) => sum + n, 0)).toBe(5);

		await hold(4);
		await decideHold(world.ctx(approver, CLOSED), {
			...{ attemptId: sat[4]!.attemptId, decision: 'annulled', reason: '查实替考' }
		});
		expect(await placeOf(0)).toBeNull();
		expect(await getResult(world.ctx(sat[4]!.candidate, CLOSED), { sittingId })).toMatchObject({
			...{ annulled: '查实替考', distribution: null, lacks: [], paper: { questions: [], cases: [] } }
		});
	});

	it('rests on settings that stand with the sitting from its registration on', async () => {
		const { officer } = await givenBank(world);
		const ctx = world.ctx(officer, ANNOUNCED);
		const { id: blueprintId } = await publishBlueprint(ctx, {
			...{
				...blueprint,
				code: 'ethics-alone',
				items: 2,
				cells: [{ area: 'ethics' as const, from: 2, to: 2 }]
			}
		});
		const strange = { ...plan(blueprintId), passRule: { minima: { law: 50 } } };
		await expect(createSitting(ctx, strange)).rejects.toMatchObject({
			fields: { 'minima.law': 'staffResults.minima.area' }
		});
		const kept = {
			passRule: { minima: { ethics: 50 } },
			showing: 'missed' as const,
			appealDays: 7,
			appealLimit: 2
		};
		const { id: sittingId } = await createSitting(ctx, { ...plan(blueprintId), ...kept });
		const results = {
			minima: [{ area: 'ethics', percent: 50 }],
			showing: 'missed',
			appealDays: 7,
			appealLimit: 2
		};
		expect((await getSitting(ctx, sittingId)).results).toEqual(results);
		await updateSitting(ctx, { ...plan(blueprintId), sittingId, ...kept, appealDays: null });
		const change = { ...plan(blueprintId), sittingId, showing: 'all' as const };
		await expect(updateSitting(world.ctx(officer, times.registrationOpensAt), change)).rejects.toMatchObject({
			code: 'exams.sitting.settled'
		});
		expect((await getSitting(ctx, sittingId)).results).toEqual({ ...results, appealDays: null });
	});
});
