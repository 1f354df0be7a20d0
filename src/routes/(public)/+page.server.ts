import { redirect } from '@sveltejs/kit';
import { page } from '$lib/server/http';
import { homeOf } from '../navigation';

/** Visitors learn what this is; whoever is signed in goes to where their role starts. */
export const load = page(
	({ ctx, event }) => {
		if (event.locals.user) redirect(303, homeOf(ctx.actor));
		return {};
	},
	{ open: true }
);
