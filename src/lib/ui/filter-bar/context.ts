import { getContext, setContext } from 'svelte';

const KEY = Symbol('filter');
/** Fields below belong to a filter: none is required, and none says that it is optional. */
export const provideFilter = () => setContext(KEY, true);
export const inFilter = (): boolean => getContext<true | undefined>(KEY) ?? false;
