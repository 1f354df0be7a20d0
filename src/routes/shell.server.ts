import type { RequestEvent } from '@sveltejs/kit';
import type { ShellData } from '$lib/ui/shell/types';
import { navigationFor, parts } from './navigation';

/**
 * What the frame around a page shows: who is signed in, where they may go, how much is unread. Null for a
 * visitor, whom the page itself sends to sign in.
 */
export function loadShell(event: RequestEvent): ShellData | null {
	const { user, ctx } = event.locals;
	if (!user) return null;
	// Reading the path makes the count fresh on every page.
	void event.url.pathname;
	return {
		actor: {
			name: user.name,
			unitName: user.unitName,
			roles: [...new Set(user.grants.map((grant) => grant.role))]
		},
		navigation: navigationFor(
			ctx.actor,
			parts.filter((part) => user[part])
		),
		unread: user.unread,
		theme: event.locals.theme
	};
}
