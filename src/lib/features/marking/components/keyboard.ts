import { intentOf, type Row } from '../keys';

const rowsOf = (form: HTMLFormElement) => [...form.querySelectorAll<HTMLElement>('[data-row]')];
const levelsOf = (row: Element | undefined) => [
	...(row?.querySelectorAll<HTMLInputElement>('input[type=radio]:not(:disabled)') ?? [])
];
/** Where keys write, or press something, none of them is for the sheet. */
const isTaken = (target: EventTarget | null) =>
	target instanceof Element &&
	target.matches('a, button, summary, textarea, select, input:not([type=radio]), [contenteditable]');

/** Puts the keyboard into a row without moving the page; by itself where nothing is chosen, or at the top. */
export function enter(form: HTMLFormElement, row?: number): void {
	const rows = rowsOf(form);
	const at =
		row ??
		Math.max(
			0,
			rows.findIndex((one) => !one.querySelector(':checked'))
		);
	const levels = levelsOf(rows[at]);
	const first = levels.find(({ checked }) => checked) ?? levels[0];
	(first ?? form.querySelector<HTMLElement>('input[name=earned]'))?.focus({
		preventScroll: row === undefined
	});
}

/** Answers a key on a page with a sheet of marks: see `intentOf`. */
export function pressed(event: KeyboardEvent, form: HTMLFormElement | null | undefined): void {
	if (!form || event.defaultPrevented || event.repeat || isTaken(event.target)) return;
	if (document.querySelector('dialog[open]')) return;
	const found = rowsOf(form);
	const rows: Row[] = found.map((row) => {
		const levels = levelsOf(row);
		const chosen = levels.findIndex(({ checked }) => checked);
		return {
			levels: levels.length,
			chosen: chosen < 0 ? null : chosen,
			isHere: row.contains(document.activeElement)
		};
	});
	const intent = intentOf(event, rows);
	if (!intent) {
		// Half marks are typed: whoever types before going there means them.
		if (!rows.length && /^\d$/.test(event.key)) enter(form);
		return;
	}
	event.preventDefault();
	if (intent.kind === 'save') return form.requestSubmit();
	levelsOf(found[intent.row])[intent.level]?.click();
	if (intent.next === null) levelsOf(found[intent.row])[intent.level]?.focus();
	else enter(form, intent.next);
}
