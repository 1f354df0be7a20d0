import type { Attachment } from 'svelte/attachments';

/** One sign that answers a question with one circle as a whole. */
const WHOLE = /^[a-z?\-]$/i;

/**
 * Typing without the mouse: a field that one sign fills is left for the next at once, and Enter goes on from any other. From
 * the last field Enter sends the form. Fields that one sign fills are marked by `data-one`.
 */
export const fastKeys: Attachment<HTMLElement> = (element) => {
	const fields = () => [...element.querySelectorAll<HTMLInputElement>('input:not([type=radio])')];
	const next = (from: HTMLInputElement) => fields()[fields().indexOf(from) + 1];
	const onInput = (event: Event) => {
		const field = event.target as HTMLInputElement;
		// Input methods compose first.
		if ((event as InputEvent).isComposing || !field.closest('[data-one]')) return;
		if (WHOLE.test(field.value)) next(field)?.select();
	};
	const onKey = (event: KeyboardEvent) => {
		const field = event.target as HTMLInputElement;
		if (event.key !== 'Enter' || event.isComposing || field.type === 'radio') return;
		const following = next(field);
		if (!following) return;
		event.preventDefault();
		following.select();
	};
	element.addEventListener('input', onInput);
	element.addEventListener('keydown', onKey);
	return () => {
		element.removeEventListener('input', onInput);
		element.removeEventListener('keydown', onKey);
	};
};
