import { hydrate } from 'svelte';
import { I18n, type Bundle } from '$lib/i18n/i18n';
import type { Locale } from '$lib/i18n/locales';
import { markHydrated } from '$lib/ui/form/typed';
import RoomPage from './RoomPage.svelte';

/**
 * Takes the room's page over from the server. The room has a script of its own, without the framework's client: thousands
 * load it in one minute, and it goes nowhere.
 */
export function enter(locale: Locale, words: Bundle): void {
	const target = document.getElementById('exam-room');
	const given = target?.dataset['given'];
	if (!target || !given) return;
	hydrate(RoomPage, { target, props: { ...JSON.parse(given), i18n: new I18n(locale, words) } });
	markHydrated();
}
