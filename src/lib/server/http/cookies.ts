import type { RequestEvent } from '@sveltejs/kit';

/**
 * What all our cookies have in common. Kit marks cookies as secure-only unless the host is called localhost, and a
 * browser that came over plain HTTP to any other name would drop them: the address that was asked for decides.
 */
export const cookieOptions = ({ url }: Pick<RequestEvent, 'url'>) =>
	({ path: '/', httpOnly: true, sameSite: 'lax', secure: url.protocol === 'https:' }) as const;
