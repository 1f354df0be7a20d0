import { expect, it } from 'vitest';
import { isExamDay, prepareSitting, warmRooms } from '$lib/features/exams/index.server';
import { onEveryDatabase } from '../../support/database';
import { after, givenCandidate, givenSitting, STARTED, times } from './given';

const HOUR = 3_600_000;

onEveryDatabase('rooms read ahead', (world) => {
	it('reads the papers of a prepared sitting once, from an hour before it opens until it closes', async () => {
		const sittingId = await givenSitting(world);
		for (let i = 0; i < 3; i++) await givenCandidate(world, sittingId);
		const when = (instant: Date) => world.ctx(undefined, instant);
		expect(await isExamDay(when(STARTED))).toBe(false);
		await prepareSitting(when(after(times.opensAt, -HOUR)), { sittingId });
		expect(await isExamDay(when(after(times.opensAt, -HOUR - 1)))).toBe(false);
		expect(await warmRooms(when(after(times.opensAt, -HOUR - 1)))).toBe(0);
		expect(await isExamDay(when(STARTED))).toBe(true);
		expect(await warmRooms(when(STARTED))).toBe(3);
		expect(await warmRooms(when(STARTED))).toBe(0);
		expect(await isExamDay(when(after(times.closesAt, 1)))).toBe(false);
	});
});
