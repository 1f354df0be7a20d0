import { I18n } from '$lib/i18n/i18n';
import { loadCore } from '$lib/i18n/load';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async ({ data }) => ({
	...data,
	i18n: new I18n(data.locale, await loadCore(data.locale))
});
