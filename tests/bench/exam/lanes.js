// A driver that costs little: one socket for each lane, which sends its next request when the last is answered. Lanes are
// given as functions that make a whole request; the statuses and times of all answers come back.
import { connect } from 'node:net';

/**
 * @typedef {{ times: number[], statuses: Map<number, number>, seconds: number }} Run
 * @param {{ port: number, lanes: (() => string)[], seconds: number, answered?: (lane: number, status: number, body: string) => void }} options
 * @returns {Promise<Run>}
 */
export async function drive({ port, lanes, seconds, answered }) {
	/** @type {number[]} */
	const times = [];
	/** @type {Map<number, number>} */
	const statuses = new Map();
	const started = performance.now();
	const end = started + seconds * 1000;
	await Promise.all(
		lanes.map(
			(next, lane) =>
				new Promise((done, fail) => {
					const socket = connect(port, '127.0.0.1');
					let text = '';
					let sent = 0;
					const send = () => {
						if (performance.now() >= end) return socket.end(() => done(undefined));
						sent = performance.now();
						socket.write(next());
					};
					socket.setNoDelay(true).setEncoding('utf8');
					socket.once('connect', send);
					socket.on('error', fail);
					socket.on('data', (chunk) => {
						text += chunk;
						const head = text.indexOf('\r\n\r\n');
						if (head < 0) return;
						const length = Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0);
						const body = text.slice(head + 4);
						if (Buffer.byteLength(body) < length) return;
						const status = Number(text.slice(9, 12));
						times.push(performance.now() - sent);
						statuses.set(status, (statuses.get(status) ?? 0) + 1);
						answered?.(lane, status, body);
						text = '';
						send();
					});
				})
		)
	);
	return { times: times.sort((a, b) => a - b), statuses, seconds: (performance.now() - started) / 1000 };
}

/** A whole `PUT` of a JSON text. @param {string} path @param {string} body @param {string} [cookie] */
export const put = (path, body, cookie) =>
	`PUT ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${cookie ? `Cookie: ${cookie}\r\n` : ''}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** @param {Run} run @param {number} share */
export const percentile = ({ times }, share) =>
	times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;

/** Answers of status 200 in a second. @param {Run} run */
export const perSecond = ({ statuses, seconds }) => (statuses.get(200) ?? 0) / seconds;
