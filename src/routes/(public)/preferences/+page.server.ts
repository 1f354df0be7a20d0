import { preferencesSchema } from '$lib/features/people';
import { setPreferences } from '$lib/features/people/index.server';
import { action, page } from '$lib/server/http';

const YEAR = { path: '/', sameSite: 'lax', maxAge: 365 * 24 * 3600 } as const;

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
		after: ({ cookies }, _result, input) => {
			if (input.locale) cookies.set('jinjie_locale', input.locale, YEAR);
			if (input.theme === 'auto') cookies.delete('jinjie_theme', { path: '/' });
			else if (input.theme) cookies.set('jinjie_theme', input.theme, YEAR);
		},
		to: (_result, input) => input.back
	})
};
