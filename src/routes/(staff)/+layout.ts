import { loadStaffI18n } from '$lib/i18n/load';
import type { LayoutLoad } from './$types';

/** Adds the words of the staff pages to everybody's. */
export const load: LayoutLoad = async ({ data, parent }) => {
	const { locale } = await parent();
	return { ...data, i18n: await loadStaffI18n(locale) };
};
