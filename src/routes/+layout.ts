import { loadI18n, loadRoomI18n } from '$lib/i18n/load';
import type { LayoutLoad } from './$types';

/** The words of every page; those of the exam room are its own, and few. */
export const load: LayoutLoad = async ({ data, route }) => {
	const loadWords = route.id?.startsWith('/(exam)') ? loadRoomI18n : loadI18n;
	return { ...data, i18n: await loadWords(data.locale) };
};
