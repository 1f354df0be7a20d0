import { getContext, setContext } from 'svelte';

/** What the fields and buttons inside a Form know of it. */
export interface FormState {
	/** The refusal that belongs to this form, if the last post was refused. */
	readonly refused: Refused | null;
	readonly sending: boolean;
	/** No field is marked as optional: what may still be empty is said elsewhere. */
	readonly unmarked: boolean;
	/** A field says that it shows the errors of a name itself. */
	claim(name: string): void;
}

const KEY = Symbol('form');
export const provideForm = (state: FormState): FormState => setContext(KEY, state);
export const useForm = (): FormState | undefined => getContext<FormState | undefined>(KEY);

/** The name of the action in an address: `?/grant&page=2#card` -> `grant`; the default action is ''. */
export const actionName = (action: string | undefined): string =>
	action?.startsWith('?/') ? (action.slice(2).split(/[&#]/)[0] ?? '') : '';

/** What was typed under a dotted name before the form was refused. */
export function keptValue(refused: Refused | null | undefined, name: string): unknown {
	let value: unknown = refused?.values;
	for (const step of name.split('.')) {
		if (value === null || typeof value !== 'object') return undefined;
		value = (value as Record<string, unknown>)[step];
	}
	return value;
}

/** Text of a kept value, or of the value that the page gives. */
export function keptText(
	refused: Refused | null | undefined,
	name: string,
	given: string | number | null | undefined
): string {
	const kept = keptValue(refused, name);
	return typeof kept === 'string' || typeof kept === 'number' ? String(kept) : String(given ?? '');
}
