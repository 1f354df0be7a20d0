/** What a key asks the exam room to do. */
export type Intent = { kind: 'choose'; option: number } | { kind: 'move'; by: 1 | -1 } | { kind: 'flag' };

export interface KeyPress {
	key: string;
	ctrlKey: boolean;
	altKey: boolean;
	metaKey: boolean;
}

/** The intent of a key press, or null. Options by digit or letter from A to E; F flags. */
export function intentOf({ key, ctrlKey, altKey, metaKey }: KeyPress): Intent | null {
	if (ctrlKey || altKey || metaKey) return null;
	if (/^[1-9]$/.test(key)) return { kind: 'choose', option: Number(key) - 1 };
	if (/^[a-e]$/i.test(key)) return { kind: 'choose', option: key.toLowerCase().charCodeAt(0) - 97 };
	if (key === 'ArrowRight' || key === 'n' || key === 'N') return { kind: 'move', by: 1 };
	if (key === 'ArrowLeft' || key === 'p' || key === 'P') return { kind: 'move', by: -1 };
	return key === 'f' || key === 'F' ? { kind: 'flag' } : null;
}

/** Where keys write or choose by themselves, none of them is for the room. */
export const isWriting = (target: EventTarget | null): boolean =>
	target instanceof Element &&
	target.matches('textarea, select, input:not([type=radio], [type=checkbox]), [contenteditable]');
