import { ReadingClock } from './reading-clock';

const EVERY_MS = 15_000;
const MOST_SECONDS = 120;
/** Signs that somebody is there; a video that plays is one (it tells the time, which only its capture hears). */
const SIGNS = ['scroll', 'keydown', 'pointerdown', 'pointermove', 'touchstart', 'timeupdate'] as const;
const HEARD = { passive: true, capture: true } as const;

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

/** What a reader did beside reading: ids of opened parts, and how far each video was watched, in seconds. */
export interface Doings {
	parts: readonly string[];
	watched: Readonly<Record<string, number>>;
}

export interface Reporter {
	/** Reports at once what has not been reported. */
	send(): void;
	/** Stops, with a last report. */
	stop(): void;
}

/**
 * Reports the reading place, the time in use and what was done to an address, at most every 15 seconds and when the
 * page is left or hidden.
 */
export function reportReading(address: string, place: () => number, doings: () => Doings): Reporter {
	const clock = new ReadingClock(performance.now());
	let sent = '';
	let visible = document.visibilityState === 'visible';

	const send = () => {
		clock.tick(performance.now(), visible);
		const seconds = clock.take(MOST_SECONDS);
		const told = { place: Math.round(place() * 1000) / 1000, ...doings() };
		if (seconds === 0 && JSON.stringify(told) === sent) return;
		sent = JSON.stringify(told);
		// `keepalive` lets the last report out while the page is already being left.
		fetch(address, {
			method: 'POST',
			keepalive: true,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ ...told, seconds })
		}).catch(() => {
			clock.giveBack(seconds);
			sent = '';
		});
	};
	const onSign = () => clock.sign(performance.now());
	const onVisibility = () => {
		clock.tick(performance.now(), visible);
		visible = document.visibilityState === 'visible';
		if (visible) onSign();
		else send();
	};

	const timer = setInterval(() => visible && send(), EVERY_MS);
	for (const sign of SIGNS) window.addEventListener(sign, onSign, HEARD);
	document.addEventListener('visibilitychange', onVisibility);
	window.addEventListener('pagehide', send);
	const stop = () => {
		clearInterval(timer);
		for (const sign of SIGNS) window.removeEventListener(sign, onSign, HEARD);
		document.removeEventListener('visibilitychange', onVisibility);
		window.removeEventListener('pagehide', send);
		send();
	};
	return { send, stop };
}
