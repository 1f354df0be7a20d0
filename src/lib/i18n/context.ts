import { getContext, setContext } from 'svelte';
import type { I18n } from './i18n';

const KEY = Symbol('i18n');

/** Gives the tree below its words. A getter, so that a change of language reaches mounted pages. */
export const provideI18n = (current: () => I18n) => setContext(KEY, current);

/** The words of the current page; call it while a component is set up. */
export const useI18n = (): I18n => getContext<() => I18n>(KEY)();
