import { redirect } from '@sveltejs/kit';
import { createSessions, signIn } from '$lib/features/people/index.server';
import { signInSchema } from '$lib/features/people';
import { action, page } from '$lib/server/http';
import { demoPanel } from './demo.server';

export const load = page(
	({ event }) => {
		if (event.locals.user) redirect(303, '/');
		return { demo: demoPanel() };
	},
	{ open: true }
);

const inside = (next: string | null) => (next && /^\/(?![/\\])/.test(next) ? next : '/');

export const actions = {
	default: action(
		signInSchema,
		async (ctx, input, event) => {
			const sessions = createSessions(ctx.db, event.url.protocol === 'https:');
			const opened = await signIn(ctx, input, {
				sessions,
				address: event.getClientAddress(),
				userAgent: event.request.headers.get('user-agent') ?? ''
			});
			const cookie = sessions.createSessionCookie(opened.sessionId);
			event.cookies.set(cookie.name, cookie.value, { path: '/', ...cookie.attributes });
			return inside(event.url.searchParams.get('next'));
		},
		{ open: true, to: (next) => next }
	)
};
