import { nothingSchema } from '$lib/features/people';
import { createSessions, signOut } from '$lib/features/people/index.server';
import { action, page } from '$lib/server/http';

export const load = page(() => ({}), { open: true });

export const actions = {
	default: action(
		nothingSchema,
		async (ctx, _input, event) => {
			if (event.locals.user) await signOut(ctx, { sessionId: event.locals.user.sessionId });
		},
		{
			open: true,
			after: (event) => {
				const blank = createSessions(
					event.locals.ctx.db,
					event.url.protocol === 'https:'
				).createBlankSessionCookie();
				event.cookies.set(blank.name, blank.value, { path: '/', ...blank.attributes });
			},
			to: () => '/sign-in',
			notice: 'people.sign_out.done'
		}
	)
};
