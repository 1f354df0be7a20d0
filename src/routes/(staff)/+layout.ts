import { loadStaff } from '$lib/i18n/load';
import type { LayoutLoad } from './$types';

/** Adds the words of the staff pages to everybody's. */
export const load: LayoutLoad = async ({ data, parent }) => {
	const { i18n, locale } = await parent();
	return { ...data, i18n: i18n.extend(await loadStaff(locale)) };
};
