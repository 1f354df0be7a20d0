import { and, eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	countersignShadowing,
	disputeShadowing,
	getShadowingEntry,
	lapseShadowing,
	listFlags,
	logShadowing,
	readFlagFilter,
	replaceShadowing,
	settleFlag,
	settleShadowing,
	shadowingFacts,
	standing
} from '$lib/features/mentoring/index.server';
import { flagUnqualified } from '$lib/features/mentors/index.server';
import { computeCounts } from '$lib/features/mentoring/rules';
import { pairings, shadowingEntries, shadowingFlags } from '$lib/features/mentoring/tables.server';
import { rowsOf } from '$lib/server/db/database';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { givenEntry, givenPairing, on, race, REFLECTION, session } from './story';

const stateOf = async (world: World, trainee: GivenPerson, at: { on: string; recordedBefore?: Date }) =>
	(await shadowingFacts(world.db, [trainee.id], at)).get(trainee.id)?.map(({ state }) => state);
const flagsOf = async (world: World, entryId: string) =>
	(await world.db.select().from(shadowingFlags).where(eq(shadowingFlags.entryId, entryId))).map(
		({ kind, id }) => ({ kind, id })
	);
const sign = (world: World, trainee: GivenPerson, entryId: string, day: string) =>
	countersignShadowing(world.ctx(trainee, on(day)), { entryId, reflection: REFLECTION });

onEveryDatabase('evidence of shadowing', (world) => {
	it('is settled by HR after a dispute, once, with the words of both sides kept', async () => {
		const { hr, trainee, mentor, entryId } = await givenEntry(world);
		await disputeShadowing(world.ctx(trainee, on('2026-01-12')), { entryId, reason: '只有一小时' });
		const settle = (who: GivenPerson, counted = true) =>
			settleShadowing(world.ctx(who, on('2026-01-14')), { entryId, counted, reason: '查了门禁记录' });
		for (const who of [trainee, mentor]) {
			await expect(settle(who)).rejects.toMatchObject({ code: 'access.forbidden' });
		}
		// Also with the role: nobody settles their own matter.
		const both = { ...trainee, actor: { ...trainee.actor, grants: hr.actor.grants } };
		await expect(settle(both as GivenPerson)).rejects.toMatchObject({ code: 'access.separation.self' });
		expect(await race([settle(hr), settle(hr)])).toEqual({ done: 1, refused: ['mentoring.entry.settled'] });
		const detail = await getShadowingEntry(world.ctx(mentor, on('2026-01-15')), entryId);
		expect(detail.entry).toMatchObject({ state: 'settled', counts: true });
		expect(detail.signatures.map(({ act, words }) => [act, words])).toEqual([
			['submit', ''],
			['dispute', '只有一小时'],
			['settle', '查了门禁记录']
		]);
		expect(await stateOf(world, trainee, { on: '2026-01-14' })).toEqual(['countersigned']);
		expect(await stateOf(world, trainee, { on: '2026-01-13' })).toEqual(['disputed']);
		const { pairingId: _pairing, ...content } = session('');
		await expect(
			replaceShadowing(world.ctx(mentor, on('2026-01-15')), { ...content, entryId })
		).rejects.toMatchObject({ code: 'mentoring.entry.not_disputed' });
	});

	it('lapses after its days, goes to HR, and can be signed no more', async () => {
		const { hr, trainee, entryId } = await givenEntry(world);
		await lapseShadowing(world.ctx(undefined, on('2026-01-24')));
		await expect(
			settleShadowing(world.ctx(hr, on('2026-01-24')), { entryId, counted: true, reason: '早了' })
		).rejects.toMatchObject({ code: 'mentoring.entry.not_open' });
		await expect(sign(world, trainee, entryId, '2026-01-25')).rejects.toMatchObject({
			code: 'mentoring.entry.lapsed'
		});
		await lapseShadowing(world.ctx(undefined, on('2026-01-25')));
		await lapseShadowing(world.ctx(undefined, on('2026-01-25')));
		expect(await flagsOf(world, entryId)).toMatchObject([{ kind: 'unanswered' }]);
		expect(await stateOf(world, trainee, { on: '2026-01-25' })).toEqual(['held']);
		const [flag] = await flagsOf(world, entryId);
		const asHr = world.ctx(hr, on('2026-01-26'));
		await expect(
			settleFlag(asHr, { flagId: flag!.id, cleared: true, note: '没有问题' })
		).rejects.toMatchObject({ code: 'mentoring.flag.entry' });
		await settleShadowing(asHr, { entryId, counted: true, reason: '双方当面确认' });
		expect(await stateOf(world, trainee, { on: '2026-01-26' })).toEqual(['countersigned']);
	});

	it('holds what a rule found until HR has looked at it; earlier decisions know nothing of it', async () => {
		const { hr, trainee, mentor, id } = await givenPairing(world);
		const asMentor = world.ctx(mentor, on('2026-02-20'));
		const { id: entryId } = await logShadowing(asMentor, session(id, { occurredOn: '2026-01-12' }));
		expect(await flagsOf(world, entryId)).toMatchObject([{ kind: 'late' }]);
		await sign(world, trainee, entryId, '2026-02-21');
		expect(await stateOf(world, trainee, { on: '2026-02-21' })).toEqual(['held']);
		const list = await listFlags(
			world.ctx(hr, on('2026-02-22')),
			readFlagFilter(new URLSearchParams('kind=late'))
		);
		const flag = list.rows.find((row) => row.entryId === entryId)!;
		expect(flag).toMatchObject({ maySettle: true, detail: { days: 39, most: 30 } });
		const settle = () =>
			settleFlag(world.ctx(hr, on('2026-02-23')), { flagId: flag.id, cleared: true, note: '补记有据' });
		expect(await race([settle(), settle()])).toEqual({ done: 1, refused: ['mentoring.flag.settled'] });
		expect(await stateOf(world, trainee, { on: '2026-02-23' })).toEqual(['countersigned']);
		expect(await stateOf(world, trainee, { on: '2026-02-23', recordedBefore: on('2026-02-22') })).toEqual([
			'held'
		]);
		await expect(
			listFlags(world.ctx(trainee, on('2026-02-22')), readFlagFilter(new URLSearchParams()))
		).rejects.toMatchObject({ code: 'access.forbidden' });
	});

	it('finds two sessions of one mentor at once, a long day, and a clock of another day', async () => {
		const { hr, mentor, id } = await givenPairing(world);
		const other = await givenPerson(world, { roles: ['trainee'] });
		const [second] = await world.db
			.insert(pairings)
			.values({
				...{
					id: crypto.randomUUID(),
					traineeId: other.id,
					mentorId: mentor.id,
					goal: '并行',
					plannedMinutes: 600
				},
				...{ startsOn: '2026-01-05', endsOn: '2026-06-30', createdBy: hr.id, createdAt: on('2026-01-05') }
			})
			.returning({ id: pairings.id });
		const log = (pairingId: string, startedAt: string, change: object = {}) =>
			logShadowing(world.ctx(mentor, on('2026-01-11')), session(pairingId, { startedAt, ...change }));
		await log(id, '09:00');
		const overlapping = await log(second!.id, '10:00');
		expect(await flagsOf(world, overlapping.id)).toMatchObject([{ kind: 'overlap' }]);
		expect(await flagsOf(world, (await log(second!.id, '10:30')).id)).toMatchObject([{ kind: 'overlap' }]);
		const long = await log(second!.id, '12:00', { minutes: 480 });
		expect(await flagsOf(world, long.id)).toMatchObject([{ kind: 'hours' }]);
		const wrong = await log(id, '21:00', { minutes: 15, deviceTime: '2026-01-12T02:00:00Z' });
		expect((await flagsOf(world, wrong.id)).map(({ kind }) => kind).sort()).toEqual(['clock', 'hours']);
	});

	it('takes what a device sends once, however often and from how many', async () => {
		const { trainee, mentor, id } = await givenPairing(world);
		const deviceId = crypto.randomUUID();
		const send = (change: object = {}) =>
			logShadowing(world.ctx(mentor, on('2026-01-10')), session(id, { deviceId, ...change }));
		const [one, two] = await Promise.all([send(), send()]);
		expect(two.id).toBe(one.id);
		expect([one.repeated, two.repeated].sort()).toEqual([false, true]);
		expect(await send()).toMatchObject({ id: one.id, repeated: true });
		await expect(send({ minutes: 30 })).rejects.toMatchObject({ code: 'mentoring.entry.sent' });
		await expect(
			logShadowing(
				world.ctx(trainee, on('2026-01-10')),
				session(id, { deviceId, rubric: {}, note: REFLECTION })
			)
		).rejects.toMatchObject({ code: 'mentoring.entry.sent' });
	});

	it('answers whoever signs a version that was replaced meanwhile', async () => {
		const { trainee, mentor, entryId } = await givenEntry(world);
		await disputeShadowing(world.ctx(trainee, on('2026-01-11')), { entryId, reason: '时长不符' });
		const { pairingId: _pairing, ...content } = session('', { minutes: 60 });
		await replaceShadowing(world.ctx(mentor, on('2026-01-12')), { ...content, entryId });
		await expect(sign(world, trainee, entryId, '2026-01-13')).rejects.toMatchObject({
			code: 'mentoring.entry.superseded'
		});
	});

	it('does not count with a mentor who was not qualified that day', async () => {
		const { trainee, mentor, entryId } = await givenEntry(world);
		await sign(world, trainee, entryId, '2026-01-11');
		expect(await stateOf(world, trainee, { on: '2026-01-12' })).toEqual(['countersigned']);
		const ctx = world.ctx(undefined, on('2026-01-12'));
		const told = { entryId, mentorId: mentor.id, occurredOn: '2026-01-10' };
		await flagUnqualified(ctx, told);
		await flagUnqualified(ctx, told);
		expect(await flagsOf(world, entryId)).toMatchObject([{ kind: 'unqualified' }]);
		expect(await stateOf(world, trainee, { on: '2026-01-12' })).toEqual(['held']);
		expect(await stateOf(world, trainee, { on: '2026-01-11' })).toEqual(['countersigned']);
	});

	it('counts the same in the page, in the facts, in the sums and in the rule', async () => {
		const ctx = world.ctx();
		const entries = await world.db
			.select({ id: shadowingEntries.id, traineeId: pairings.traineeId })
			.from(shadowingEntries)
			.innerJoin(pairings, and(eq(pairings.id, shadowingEntries.pairingId)));
		expect(entries.length).toBeGreaterThan(8);
		const facts = await shadowingFacts(world.db, null, { on: '2027-01-01' });
		const sums = new Map(
			(
				await rowsOf<{ id: string; how: string }>(
					world.db,
					sql`select e.id, ${standing} as how from shadowing_entries e`
				)
			).map(({ id, how }) => [id, how])
		);
		for (const { id, traineeId } of entries) {
			const { entry, flags, signatures } = await getShadowingEntry(ctx, id);
			const settled = signatures.find(({ act }) => act === 'settle')?.detail?.['counted'] === true;
			const counts = computeCounts(entry.state, { settledAsCounted: settled, flags });
			expect(entry.counts, entry.state).toBe(counts);
			expect(sums.get(id) === 'counted', entry.state).toBe(counts);
			const fact = facts.get(traineeId)?.find((one) => one.id === id);
			expect(fact?.state === 'countersigned', entry.state).toBe(counts);
		}
	});
});
