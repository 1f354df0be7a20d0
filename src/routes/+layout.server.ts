import { takeNotice } from '$lib/server/http';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = (event) => {
	const notice = takeNotice(event);
	return {
		locale: event.locals.locale,
		theme: event.locals.theme,
		signedIn: event.locals.user !== null,
		notice,
		/** Tells two equal notices apart. */
		noticeMark: notice && event.locals.ctx.requestId
	};
};
