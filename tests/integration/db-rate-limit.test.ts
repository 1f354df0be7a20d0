import { expect, it } from 'vitest';
import { clearHits, countHit, hasHitsLeft } from '$lib/features/people/rate-limit.server';
import { NOW, onEveryDatabase } from '../support/database';

const LIMIT = { hits: 5, seconds: 60 };
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);

onEveryDatabase('rate limits', (world) => {
	it('let as many through as the limit says, at once or in turn', async () => {
		const answers = await Promise.all(
			Array.from({ length: 12 }, () => countHit(world.db, 'at-once', LIMIT, NOW))
		);
		expect(answers.filter(Boolean)).toHaveLength(LIMIT.hits);
		expect(await hasHitsLeft(world.db, 'at-once', LIMIT, NOW)).toBe(false);
	});

	it('begin anew when the window is over', async () => {
		for (let i = 0; i < 6; i++) await countHit(world.db, 'window', LIMIT, NOW);
		expect(await countHit(world.db, 'window', LIMIT, later(59))).toBe(false);
		expect(await hasHitsLeft(world.db, 'window', LIMIT, later(60))).toBe(true);
		expect(await countHit(world.db, 'window', LIMIT, later(60))).toBe(true);
	});

	it('count each key by itself, and can be cleared', async () => {
		for (let i = 0; i < 6; i++) await countHit(world.db, 'one', LIMIT, NOW);
		expect(await hasHitsLeft(world.db, 'other', LIMIT, NOW)).toBe(true);
		await clearHits(world.db, 'one');
		expect(await hasHitsLeft(world.db, 'one', LIMIT, NOW)).toBe(true);
	});
});
