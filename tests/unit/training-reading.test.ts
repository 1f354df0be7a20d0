import { describe, expect, it } from 'vitest';
import { IDLE_MS, ReadingClock } from '$lib/features/training/components/reading-clock';

describe('reading clock', () => {
	it('counts only while visible and in use', () => {
		const clock = new ReadingClock(0);
		clock.tick(10_000, true);
		clock.tick(25_000, false); // hidden
		clock.sign(25_000);
		clock.tick(30_500, true);
		expect(clock.take(120)).toBe(15);
		expect(clock.take(120)).toBe(0);
		clock.tick(25_000 + IDLE_MS + 600_000, true); // left alone: counted to the end of the last sign's time
		expect(clock.take(1000)).toBe(Math.floor((500 + 25_000 + IDLE_MS - 30_500) / 1000));
	});

	it('keeps what exceeds one report, and what could not be sent', () => {
		const clock = new ReadingClock(0);
		clock.sign(60_000);
		clock.tick(130_000, true);
		expect(clock.take(120)).toBe(120);
		expect(clock.take(120)).toBe(10);
		clock.giveBack(10);
		expect(clock.take(120)).toBe(10);
	});
});
