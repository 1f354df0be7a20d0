import { createPersonSchema } from '$lib/features/people';
import { createPerson, listUnits } from '$lib/features/people/index.server';
import { mayAnywhere } from '$lib/access/can';
import { action, page } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';

export const load = page(async ({ ctx }) => {
	if (!mayAnywhere(ctx.actor, 'people.person.create')) throw forbidden();
	return { units: await listUnits(ctx, { where: 'people.person.create' }), today: dateIn(ctx.now) };
});

export const actions = {
	default: action(createPersonSchema, createPerson, {
		to: ({ id }) => `/staff/people/${id}/evidence`,
		notice: 'staffPeople.new.done'
	})
};
