import { and, eq, like } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { engage, type SourceType } from '$lib/features/agenda/index.server';
import {
	countersignShadowing,
	getShadowingEntry,
	logShadowing,
	settleFlag,
	shadowingFacts
} from '$lib/features/mentoring/index.server';
import { shadowingFlags } from '$lib/features/mentoring/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { recordEvidence } from '$lib/features/people/index.server';
import { withTransaction } from '$lib/server/db/transaction';
import { onEveryDatabase, type World } from '../../support/database';
import type { GivenPerson } from '../../support/world';
import { givenPairing, on, REFLECTION, session } from './story';

const flagsOf = (world: World, entryId: string) =>
	world.db.select().from(shadowingFlags).where(eq(shadowingFlags.entryId, entryId));
const stateOf = async (world: World, { id }: GivenPerson, day: string) =>
	(await shadowingFacts(world.db, [id], { on: day })).get(id)?.map(({ state }) => state);

/** Something else in somebody's agenda on 10 January, ten to eleven in Shanghai. */
const elsewhere = (world: World, type: SourceType, { id: personId }: GivenPerson) => {
	const ctx = world.ctx();
	const [startsAt, endsAt] = [new Date('2026-01-10T02:00:00Z'), new Date('2026-01-10T03:00:00Z')];
	const row = { personId, title: { 'zh-CN': '贷后检查', en: 'Checks' }, place: null, href: '/classes' };
	return withTransaction(ctx, (tx) =>
		engage(tx, ctx, { type, id: crypto.randomUUID() }, [{ ...row, startsAt, endsAt }])
	);
};

onEveryDatabase('flags of shadowing', (world) => {
	it.each(['classSession', 'sitting'] as const)(
		'finds a session during a %s of either side',
		async (type) => {
			const { trainee, mentor, id } = await givenPairing(world);
			await elsewhere(world, type, type === 'classSession' ? trainee : mentor);
			const log = (startedAt: string) =>
				logShadowing(world.ctx(mentor, on('2026-01-11')), session(id, { startedAt, minutes: 60 }));
			const [flag] = await flagsOf(world, (await log('10:30')).id);
			expect(flag).toMatchObject({
				kind: 'overlap',
				detail: { clashes: [{ personId: (type === 'classSession' ? trainee : mentor).id, sourceType: type }] }
			});
			// What only touches it is no overlap.
			expect(await flagsOf(world, (await log('11:30')).id)).toEqual([]);
		}
	);

	it('finds a session on a day of leave', async () => {
		const { hr, mentor, id } = await givenPairing(world);
		await recordEvidence(world.ctx(hr, on('2026-01-12')), {
			...{ personId: mentor.id, kind: 'leave', validFrom: '2026-01-09', validTo: '2026-01-12' },
			data: { kind: 'annual' }
		} as never);
		const entry = await logShadowing(world.ctx(mentor, on('2026-01-13')), session(id));
		expect(await flagsOf(world, entry.id)).toMatchObject([
			{ kind: 'overlap', detail: { clashes: [{ personId: mentor.id, sourceType: 'leave' }] } }
		]);
	});

	it('looks again when the other side signs: what came between holds the session', async () => {
		const { trainee, mentor, id } = await givenPairing(world);
		const entry = await logShadowing(
			world.ctx(mentor, on('2026-01-10')),
			session(id, { startedAt: '08:30', minutes: 90 })
		);
		await elsewhere(world, 'classSession', trainee);
		await countersignShadowing(world.ctx(trainee, on('2026-01-11')), {
			...{ entryId: entry.id, reflection: REFLECTION }
		});
		expect(await flagsOf(world, entry.id)).toEqual([]);
		const { id: later } = await logShadowing(
			world.ctx(mentor, on('2026-01-12')),
			session(id, { occurredOn: '2026-01-12', startedAt: '08:30', minutes: 60 })
		);
		const ctx = world.ctx();
		const [startsAt, endsAt] = [new Date('2026-01-12T01:00:00Z'), new Date('2026-01-12T03:00:00Z')];
		await withTransaction(ctx, (tx) =>
			engage(tx, ctx, { type: 'sitting', id: crypto.randomUUID() }, [
				{
					...{ personId: trainee.id, title: { 'zh-CN': '考试', en: 'Exam' }, place: null, href: '/exams' },
					...{ startsAt, endsAt }
				}
			])
		);
		await countersignShadowing(world.ctx(trainee, on('2026-01-13')), {
			...{ entryId: later, reflection: REFLECTION }
		});
		expect(await flagsOf(world, later)).toMatchObject([{ kind: 'overlap', cleared: null }]);
		expect((await stateOf(world, trainee, '2026-01-13'))?.sort()).toEqual(['countersigned', 'held']);
	});

	it('keeps what HR upholds from counting, and tells both sides why', async () => {
		const { hr, trainee, mentor, id } = await givenPairing(world);
		const { id: entryId } = await logShadowing(
			world.ctx(mentor, on('2026-02-20')),
			session(id, { occurredOn: '2026-01-12' })
		);
		await countersignShadowing(world.ctx(trainee, on('2026-02-21')), { entryId, reflection: REFLECTION });
		const [flag] = await flagsOf(world, entryId);
		await settleFlag(world.ctx(hr, on('2026-02-22')), { flagId: flag!.id, cleared: false, note: '补记无据' });
		expect(await stateOf(world, trainee, '2026-02-23')).toEqual(['held']);
		const { entry, flags } = await getShadowingEntry(world.ctx(mentor, on('2026-02-23')), entryId);
		expect(entry.counts).toBe(false);
		expect(flags).toMatchObject([{ kind: 'late', cleared: false }]);
		for (const { id: personId } of [trainee, mentor]) {
			const told = await world.db
				.select({ params: notifications.params })
				.from(notifications)
				.where(and(eq(notifications.personId, personId), like(notifications.kind, 'mentoring.flag.upheld')));
			expect(told).toMatchObject([{ params: { reason: '补记无据' } }]);
		}
	});
});
