import { takeNotice } from '$lib/server/http';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = (event) => ({
	locale: event.locals.locale,
	theme: event.locals.theme,
	notice: takeNotice(event)
});
