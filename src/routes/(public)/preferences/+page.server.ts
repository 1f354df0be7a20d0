import { preferencesSchema } from '$lib/features/people';
import { setPreferences } from '$lib/features/people/index.server';
import { action, cookieOptions, page } from '$lib/server/http';

const YEAR = 365 * 24 * 3600;

export const load = page(
	({ event, url }) => ({ theme: event.locals.theme, back: url.searchParams.get('back') }),
	{
		open: true
	}
);

export const actions = {
	/** The choice is kept with the person, and in the browser for the pages before signing in. */
	default: action(preferencesSchema, setPreferences, {
		open: true,
		after: (event, _result, input) => {
			const { cookies } = event;
			const forAYear = { ...cookieOptions(event), maxAge: YEAR };
			if (input.locale) cookies.set('jinjie_locale', input.locale, forAYear);
			if (input.theme === 'auto') cookies.delete('jinjie_theme', cookieOptions(event));
			else if (input.theme) cookies.set('jinjie_theme', input.theme, forAYear);
		},
		to: (_result, input) => input.back
	})
};
