import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { readCalendar } from '$lib/content/calendar.server';
import { auditLog } from '$lib/features/audit/tables.server';
import { loadCalendar, publishCalendar } from '$lib/features/tiers/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';

onEveryDatabase('publish calendar', (world) => {
	const entries = () => world.db.select().from(auditLog).where(eq(auditLog.action, 'tiers.calendar.publish'));

	it('publishes what is new, once, even by two instances at a time', async () => {
		const done = await Promise.all([publishCalendar(world.ctx()), publishCalendar(world.ctx())]);
		expect(done.map(({ changed }) => changed).sort((a, b) => a - b)).toEqual([0, readCalendar().length]);
		expect(await entries()).toHaveLength(1);
		const days = await loadCalendar(world.db, '2026-02-14', '2026-02-23');
		expect(days.get('2026-02-14')).toBe(true);
		expect(days.get('2026-02-23')).toBe(false);
		expect(days.size).toBe(10);
	});

	it('follows a file that was changed, and says what was before', async () => {
		const moved = readCalendar().map((one) => (one.day === '2026-05-09' ? { ...one, working: false } : one));
		expect(await publishCalendar(world.ctx(), moved)).toEqual({ changed: 1 });
		expect((await loadCalendar(world.db, '2026-05-09', '2026-05-09')).get('2026-05-09')).toBe(false);
		const [, entry] = await entries();
		expect(entry).toMatchObject({
			before: [{ day: '2026-05-09', working: true }],
			after: [{ day: '2026-05-09', working: false }]
		});
	});

	it('is not for trainees', async () => {
		const ctx = world.ctx(await givenPerson(world));
		await expect(publishCalendar(ctx)).rejects.toMatchObject({ kind: 'forbidden' });
	});
});
