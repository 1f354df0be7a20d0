import { loadTopicI18n } from '$lib/i18n/load';
import type { LayoutLoad } from './$types';

/** Adds those of appeals to the words of every page. */
export const load: LayoutLoad = async ({ parent }) => {
	const { locale } = await parent();
	return { i18n: await loadTopicI18n(locale, 'appeals') };
};
