import { ReadingClock } from './reading-clock';

const EVERY_MS = 15_000;
const MOST_SECONDS = 120;
const SIGNS = ['scroll', 'keydown', 'pointerdown', 'pointermove', 'touchstart'] as const;

/** How far the window is down an element, 0 to 1; 1 when its end is in sight. */
export function placeIn(element: HTMLElement): number {
	const { top, height } = element.getBoundingClientRect();
	const way = height - window.innerHeight;
	return way <= 0 ? 1 : Math.min(1, Math.max(0, -top / way));
}

/** Scrolls to a place that `placeIn` gave. */
export function scrollToPlace(element: HTMLElement, place: number): void {
	const { top, height } = element.getBoundingClientRect();
	window.scrollTo({
		top: window.scrollY + top + place * Math.max(0, height - window.innerHeight),
		behavior: 'instant'
	});
}

/**
 * Reports the reading place and the time in use to an address, at most every 15 seconds and when the page is left
 * or hidden. Returns what stops it, with a last report.
 */
export function reportReading(address: string, place: () => number): () => void {
	const clock = new ReadingClock(performance.now());
	let sentPlace = -1;
	let visible = document.visibilityState === 'visible';

	const send = () => {
		clock.tick(performance.now(), visible);
		const seconds = clock.take(MOST_SECONDS);
		const at = Math.round(place() * 1000) / 1000;
		if (seconds === 0 && at === sentPlace) return;
		sentPlace = at;
		// `keepalive` lets the last report out while the page is already being left.
		fetch(address, {
			method: 'POST',
			keepalive: true,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ place: at, seconds })
		}).catch(() => clock.giveBack(seconds));
	};
	const onSign = () => clock.sign(performance.now());
	const onVisibility = () => {
		clock.tick(performance.now(), visible);
		visible = document.visibilityState === 'visible';
		if (visible) onSign();
		else send();
	};

	const timer = setInterval(() => visible && send(), EVERY_MS);
	for (const sign of SIGNS) window.addEventListener(sign, onSign, { passive: true });
	document.addEventListener('visibilitychange', onVisibility);
	window.addEventListener('pagehide', send);
	return () => {
		clearInterval(timer);
		for (const sign of SIGNS) window.removeEventListener(sign, onSign);
		document.removeEventListener('visibilitychange', onVisibility);
		window.removeEventListener('pagehide', send);
		send();
	};
}
