import { redirect } from '@sveltejs/kit';
import { env } from '$lib/server/env';
import { page } from '$lib/server/http';

export const load = page(
	({ event, url }) => {
		event.setHeaders({ 'x-robots-tag': 'noindex, nofollow' });
		const number = url.searchParams.get('number')?.trim().slice(0, 60);
		if (number) redirect(303, `/verify/${encodeURIComponent(number)}`);
		return { reportTo: env.reportTo };
	},
	{ open: true }
);
