import { expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { people } from '$lib/features/people/tables.server';
import { onEveryDatabase } from '../support/database';
import { givenPerson, givenUnit } from '../support/world';

onEveryDatabase('a test world', (world) => {
	it('holds the people that a test makes', async () => {
		const unit = await givenUnit(world, { code: 'B01' });
		const hr = await givenPerson(world, { roles: ['hrOfficer'], unit, roleUnit: unit });
		expect(hr.actor.grants).toEqual([{ role: 'hrOfficer', unitPath: 'HQ/B01/' }]);
		const rows = await world.db.select().from(people).where(eq(people.id, hr.id));
		expect(rows).toHaveLength(1);
	});
	it('queues jobs with the transaction', async () => {
		const ctx = world.ctx();
		await expect(
			ctx.db.transaction(async (tx) => {
				await ctx.jobs.send(tx as never, 'nothing', { a: 1 });
				throw new Error('no');
			})
		).rejects.toThrow('no');
		expect(await world.jobs.committed()).toEqual([]);
	});
});
