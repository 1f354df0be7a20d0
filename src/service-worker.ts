import { version } from '$service-worker';
import { browserStore, sendWaiting } from '$lib/features/mentoring';

// A worker's own types would stand beside those of pages in one program: the few that are needed are named here.
interface Waiting extends Event {
	waitUntil(work: Promise<unknown>): void;
}
interface Asking extends Waiting {
	request: Request;
	respondWith(answer: Promise<Response> | Response): void;
}
interface Worker {
	addEventListener(kind: 'install' | 'activate' | 'sync', listen: (event: Waiting) => void): void;
	addEventListener(kind: 'fetch', listen: (event: Asking) => void): void;
	skipWaiting(): Promise<void>;
	clients: { claim(): Promise<void> };
}
const worker = self as unknown as Worker;

const OURS = 'jinjie-';
const CACHE = OURS + version;
/** The log form without a person: it reads from the device whose it is. Nothing else is ever kept here. */
const SHELL = '/mentoring/offline';
/** Pages for which the shell stands in: where a phone opens, and mentoring. Never an exam. */
const STANDS_IN = /^\/($|path$|mentoring(\/|$))/;
const LOG = /^\/mentoring\/([0-9a-f-]{36})(?:\/log)?$/;

const files = (text: string, pattern: RegExp, base: string) =>
	[...text.matchAll(pattern)].map((match) => new URL(match[1] ?? '', base).href);

/** The addresses that a page or script needs before it runs. */
function needsOf(text: string, address: string): string[] {
	if (address.endsWith('.js')) {
		return [
			...files(text, /\b(?:from|import)\s*["']([^"']+\.js)["']/g, address),
			// The application asks for its frame and its error page whatever it shows.
			...files(text, /\bimport\(["'`]([^"'`]*nodes\/[01]\.[^"'`]+\.js)["'`]\)/g, address)
		];
	}
	return files(text, /["'<]([^"'<>\s]*\/_app\/immutable\/[^"'<>\s]+)["'>]/g, address);
}

/** Keeps the shell and all that it needs; asked for as nobody, so that nobody's name stands in it. */
async function keepShell(): Promise<void> {
	const cache = await caches.open(CACHE);
	const shell = await fetch(SHELL, { credentials: 'omit', cache: 'no-store', redirect: 'error' });
	if (!shell.ok) throw new Error(`${SHELL}: ${shell.status}`);
	const address = new URL(SHELL, location.origin).href;
	const kept = new Set<string>();
	// What is to be loaded beforehand stands in the answer's head, not in the page.
	const head = shell.headers.get('link') ?? '';
	let next = needsOf(head + (await shell.clone().text()), address);
	while (next.length) {
		const now = [...new Set(next)].filter((one) => !kept.has(one) && one.startsWith(location.origin));
		now.forEach((one) => kept.add(one));
		const texts = await Promise.all(
			now.map(async (one) => {
				const answer = await fetch(one, { credentials: 'omit' });
				if (!answer.ok) throw new Error(`${one}: ${answer.status}`);
				await cache.put(one, answer.clone());
				return one.endsWith('.js') ? needsOf(await answer.text(), one) : [];
			})
		);
		next = texts.flat();
	}
	await cache.put(address, shell);
}

/** Other versions' files go; the newest page finds only its own. */
async function dropOld(): Promise<void> {
	const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
	await Promise.all(old.map((name) => caches.delete(name)));
}

/** Sends what waits for whoever uses the device. */
async function sendKept(): Promise<void> {
	const device = await browserStore.getDevice();
	if (device) await sendWaiting(device.personId, browserStore);
}

const kept = (address: string) => caches.match(address, { ignoreVary: true });

async function open(event: Asking, url: URL): Promise<Response> {
	try {
		const answer = await fetch(event.request);
		// The network is there: a good moment.
		event.waitUntil(sendKept().catch(() => undefined));
		return answer;
	} catch {
		const shell = await kept(url.origin + SHELL);
		if (!shell) return Response.error();
		if (url.pathname === SHELL) return shell;
		const pairing = LOG.exec(url.pathname)?.[1];
		const query = new URLSearchParams(url.search);
		if (pairing) query.set('pairing', pairing);
		return Response.redirect(`${url.origin}${SHELL}${query.size ? `?${query}` : ''}`, 302);
	}
}

worker.addEventListener('install', (event) => {
	event.waitUntil(keepShell().then(() => worker.skipWaiting()));
});
worker.addEventListener('activate', (event) => {
	event.waitUntil(dropOld().then(() => worker.clients.claim()));
});
worker.addEventListener('sync', (event) => event.waitUntil(sendKept()));
worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (request.method !== 'GET' || url.origin !== location.origin) return;
	if (url.pathname.startsWith('/_app/immutable/')) {
		return event.respondWith(kept(url.href).then((file) => file ?? fetch(request)));
	}
	if (request.mode === 'navigate' && STANDS_IN.test(url.pathname)) event.respondWith(open(event, url));
});
