import { updatePersonSchema } from '$lib/features/people';
import { getPerson, listUnits, updatePerson } from '$lib/features/people/index.server';
import { action, page } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';

export const load = page(async ({ ctx, event }) => {
	const person = await getPerson(ctx, event.params['id'] ?? '');
	if (!person.may.update) throw forbidden();
	return { person, units: await listUnits(ctx, { where: 'people.person.update' }), today: dateIn(ctx.now) };
});

export const actions = {
	default: action(updatePersonSchema, updatePerson, {
		from: (event) => ({ personId: event.params['id'] }),
		to: (_result, { personId }) => `/staff/people/${personId}`,
		notice: 'app.saved'
	})
};
