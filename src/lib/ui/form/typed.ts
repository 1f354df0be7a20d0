import type { Attachment } from 'svelte/attachments';
import { browser } from '$app/environment';

let hydrated = false;
/** The root layout says that the server's HTML has been taken over. */
export const markHydrated = () => void (hydrated = true);

/** Attributes of the server's HTML that the browser's script leaves alone. */
export const serverOnly = <A extends object>(attributes: A): A | Record<string, never> =>
	browser ? {} : attributes;

/**
 * Keeps a control's content equal to what the page gives, except for what somebody typed: into the server's HTML
 * before scripts ran (taking over must not wipe it), or since. A reset of the form shows the given content again.
 */
export function given<E extends HTMLElement, V>(
	get: () => V,
	apply: (control: E, value: V) => void
): Attachment<E> {
	let takeOver = !hydrated;
	// Per control: Svelte attaches again whenever any attribute changes, which must not undo typing.
	const seen = new WeakMap<E, { value: V }>();
	return (control) => {
		const value = get();
		const before = seen.get(control);
		if (before ? before.value !== value : !takeOver || emptied(control)) apply(control, value);
		seen.set(control, { value });
		takeOver = false;
		const form = (control as unknown as { form?: HTMLFormElement | null }).form;
		// The event comes before the browser empties its controls.
		const onreset = () => queueMicrotask(() => apply(control, get()));
		form?.addEventListener('reset', onreset);
		return () => form?.removeEventListener('reset', onreset);
	};
}

/** Svelte clears the text of a server's textarea while taking over, unless somebody has typed. */
const emptied = (control: HTMLElement) => control instanceof HTMLTextAreaElement && control.value === '';

type Texts = HTMLInputElement | HTMLTextAreaElement;

export const givenText = (get: () => string): Attachment<Texts> =>
	given(get, (control, text) => {
		if (control.value !== text) control.value = text;
	});

export const givenTick = (get: () => boolean): Attachment<HTMLInputElement> =>
	given(get, (control, on) => {
		control.checked = on;
	});

/** The same for each control of a group, by its value. */
export function givenTicks(
	isOn: (value: string) => boolean
): (value: string) => Attachment<HTMLInputElement> {
	const made = new Map<string, Attachment<HTMLInputElement>>();
	return (value) => {
		let attachment = made.get(value);
		if (!attachment) made.set(value, (attachment = givenTick(() => isOn(value))));
		return attachment;
	};
}

export const givenChoice = (get: () => string): Attachment<HTMLSelectElement> =>
	given(get, (control, value) => {
		// A value that is no choice leaves the first one chosen, as in HTML.
		if ([...control.options].some((option) => option.value === value)) control.value = value;
	});
