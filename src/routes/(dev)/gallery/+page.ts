import type { PageLoad } from './$types';

/** `import.meta.env.DEV` is replaced before bundling, so the production build holds nothing of the gallery. */
export const load: PageLoad = async ({ data }) => ({
	...data,
	Gallery: import.meta.env.DEV ? (await import('./Gallery.svelte')).default : null
});
