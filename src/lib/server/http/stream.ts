/** A connection that nobody reads from is noticed by writing to it. */
const HEARTBEAT_MS = 15_000;
/** After this long the browser asks anew, and with it who is asking is checked again. */
const LIFE_MS = 5 * 60_000;

/** A page that stays open and hears of changes: `read` gives what to show, `null` when there is no more. */
export interface LiveSource<T> {
	read(): Promise<T | null>;
	/** Calls back after a change; returns how to stop. */
	follow(changed: () => void): () => void;
	/** Milliseconds until what was read is out of date by itself. */
	freshFor(value: T): number;
}

/**
 * Server-sent events: what `read` gives, now, after each change and when it runs out by itself. Changes that come while
 * one is read are read once more, together. `once` sends one and ends.
 */
export function eventStream<T>(source: LiveSource<T>, options: { once?: boolean } = {}): Response {
	const encoder = new TextEncoder();
	let stop = () => {};
	const body = new ReadableStream<Uint8Array>({
		start(controller) {
			let open = true;
			let reading = false;
			let again = false;
			let timer: ReturnType<typeof setTimeout> | undefined;
			const send = (text: string) => open && controller.enqueue(encoder.encode(text));
			const heartbeat = setInterval(() => send(': \n\n'), HEARTBEAT_MS);
			const end = setTimeout(() => close(), LIFE_MS);
			const unfollow = source.follow(() => void tell());
			const close = () => {
				if (!open) return;
				stop();
				controller.close();
			};
			stop = () => {
				open = false;
				clearInterval(heartbeat);
				clearTimeout(end);
				clearTimeout(timer);
				unfollow();
			};
			const tell = async () => {
				if (reading) return void (again = true);
				reading = true;
				clearTimeout(timer);
				try {
					do {
						again = false;
						const value = await source.read();
						if (!open) return;
						if (value === null) return close();
						send(`data: ${JSON.stringify(value)}\n\n`);
						if (options.once) return close();
						timer = setTimeout(() => void tell(), Math.max(250, source.freshFor(value)));
					} while (again);
				} catch {
					// The browser comes back by itself, and is told then what is wrong.
					close();
				} finally {
					reading = false;
				}
			};
			void tell();
		},
		cancel: () => stop()
	});
	return new Response(body, {
		headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
	});
}
