import { redirect } from '@sveltejs/kit';
import { page } from '$lib/server/http';

/** Where a person starts who holds no role (yet, or any more); whoever holds one goes to where it starts. */
export const load = page(({ event }) => {
	if (event.locals.user?.grants.length) redirect(303, '/');
	return { name: event.locals.user?.name ?? '' };
});
