import { dev } from '$app/environment';
import type { PageLoad } from './$types';

/** `dev` is a constant: the production build drops the import and everything behind it. */
export const load: PageLoad = async ({ data }) => ({
	...data,
	Gallery: dev ? (await import('./Gallery.svelte')).default : null
});
