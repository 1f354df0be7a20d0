import type { NoticedEvent } from '../../types';
import type { Room } from '../../index.server';

interface Watching {
	rules: Room['rules'];
	/** Something was noticed; `ms`: how long it lasted. */
	noticed(kind: NoticedEvent['kind'], ms: number): void;
}

/**
 * Notices what the sitting's rules ask to notice: the page out of sight, full screen left, copying. Returns what ends it.
 * Nothing is prevented but what the rules name, and nothing is judged here.
 */
export function watchRoom({ rules, noticed }: Watching): () => void {
	const ending = new AbortController();
	const { signal } = ending;
	let leftAt: number | null = null;
	const leave = () => (leftAt ??= performance.now());
	const come = () => {
		if (leftAt === null || document.visibilityState === 'hidden' || !document.hasFocus()) return;
		noticed('leave', Math.round(performance.now() - leftAt));
		leftAt = null;
	};
	document.addEventListener('visibilitychange', () => (document.hidden ? leave() : come()), { signal });
	addEventListener('blur', leave, { signal });
	addEventListener('focus', come, { signal });
	if (rules.fullScreen)
		document.addEventListener(
			'fullscreenchange',
			() => document.fullscreenElement === null && noticed('fullScreenLeft', 0),
			{ signal }
		);
	if (rules.noCopy) {
		const refuse = (event: Event) => {
			event.preventDefault();
			if (event.type === 'copy' || event.type === 'cut') noticed('copyTried', 0);
		};
		for (const kind of ['copy', 'cut', 'contextmenu', 'dragstart'])
			document.addEventListener(kind, refuse, { signal });
	}
	return () => ending.abort();
}

/** Asks for full screen, where the browser has it; a refusal is the candidate's. */
export const goFullScreen = (): Promise<void> =>
	document.documentElement.requestFullscreen?.().catch(() => undefined) ?? Promise.resolve();
