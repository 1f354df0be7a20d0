import { can } from '$lib/access/can';
import { createUnitSchema, setUnitHeadSchema } from '$lib/features/people';
import { createUnit, listUnitsWithHeads, setUnitHead } from '$lib/features/people/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({
	units: await listUnitsWithHeads(ctx),
	mayManage: can(ctx.actor, 'people.unit.manage').ok
}));

export const actions = {
	create: action(createUnitSchema, createUnit, { notice: 'staffPeople.units.done' }),
	head: action(setUnitHeadSchema, setUnitHead, { notice: 'staffPeople.units.head_done' })
};
