/** Words that appear for a few seconds. Browser only: on the server a module's state is everybody's. */
export interface Toast {
	id: number;
	text: string;
	tone: 'met' | 'danger' | 'plain';
}

export const toasts = $state<Toast[]>([]);
let last = 0;
/** More would cover what somebody who goes on quickly is doing. */
const MOST = 2;

/** Long enough to read: at least six seconds, more for more words. */
const duration = (text: string) => Math.min(15_000, 6_000 + text.length * 60);

export function toast(text: string, tone: Toast['tone'] = 'met'): void {
	const id = ++last;
	// The same words again are the same news, only fresher.
	const same = toasts.findIndex((one) => one.text === text);
	if (same >= 0) toasts.splice(same, 1);
	toasts.push({ id, text, tone });
	if (toasts.length > MOST) toasts.shift();
	setTimeout(() => dismiss(id), duration(text));
}

export function dismiss(id: number): void {
	const index = toasts.findIndex((one) => one.id === id);
	if (index >= 0) toasts.splice(index, 1);
}
