import { loadPracticeI18n } from '$lib/i18n/load';
import type { LayoutLoad } from './$types';

/** Adds the words of practice to everybody's. */
export const load: LayoutLoad = async ({ parent }) => {
	const { locale } = await parent();
	return { i18n: await loadPracticeI18n(locale) };
};
