// Sends requests as fast as they are answered, from a process of its own: `node load.js '<options as JSON>'`. Prints
// requests per second and the percentiles of the response time in milliseconds, as JSON.
// @ts-expect-error The package brings no types.
import untyped from 'autocannon';

/**
 * @typedef {(options: object, done: (error: Error | null) => void) =>
 *   { on(event: 'response', seen: (client: unknown, status: number, bytes: number, time: number) => void): void }} Autocannon
 */
const autocannon = /** @type {Autocannon} */ (untyped);

const { url, headers, connections, seconds, addresses, paths } = JSON.parse(process.argv[2] ?? '{}');
let asked = 0;
/**
 * As if behind a proxy that names its visitors, who come in turn; each asks for the next of `paths`, where there are some. Counted
 * over all connections: each would begin with the first by itself.
 * @param {object} request
 */
const asVisitor = (request) => {
	const visitor = asked++ % addresses;
	const address = `10.0.${visitor >> 8}.${visitor & 255}`;
	return {
		...request,
		headers: { ...headers, 'x-forwarded-for': address },
		...(paths && { path: paths[asked % paths.length] })
	};
};
const requests = addresses ? [{ setupRequest: asVisitor }] : [];

/** @param {number} duration @returns {Promise<{ times: number[], statuses: Map<number, number>, elapsed: number }>} */
function fire(duration) {
	return new Promise((done, fail) => {
		/** @type {number[]} */
		const times = [];
		const statuses = new Map();
		const started = performance.now();
		const run = autocannon(
			{ url, headers, connections, duration, ...(requests.length && { requests }) },
			(error) =>
				error ? fail(error) : done({ times, statuses, elapsed: (performance.now() - started) / 1000 })
		);
		run.on('response', (_client, status, _bytes, time) => {
			times.push(time);
			statuses.set(status, (statuses.get(status) ?? 0) + 1);
		});
	});
}

// The first seconds compile, fill caches and open connections.
await fire(Math.min(4, seconds));
const { times, statuses, elapsed } = await fire(seconds);
times.sort((a, b) => a - b);
const at = (/** @type {number} */ share) =>
	times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
const ok = statuses.get(200) ?? 0;
process.stdout.write(
	JSON.stringify({
		perSecond: ok / elapsed,
		p50: at(0.5),
		p95: at(0.95),
		p99: at(0.99),
		other: times.length - ok
	})
);
