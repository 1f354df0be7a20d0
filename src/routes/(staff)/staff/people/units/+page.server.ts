import { authorize } from '$lib/access/can';
import { createUnitSchema } from '$lib/features/people';
import { createUnit, listUnits } from '$lib/features/people/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx }) => {
	authorize(ctx.actor, 'people.unit.manage');
	return { units: await listUnits(ctx) };
});

export const actions = {
	default: action(createUnitSchema, createUnit, { notice: 'staffPeople.units.done' })
};
