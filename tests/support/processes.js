import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** @typedef {{ pid: number, parent: number, state: string }} Process */

/** @param {string | number} pid @returns {Process | null} */
function read(pid) {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		const [state = '', parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return { pid: Number(pid), parent: Number(parent), state };
	} catch {
		return null;
	}
}

/** @returns {Process[]} */
function all() {
	if (existsSync('/proc/self/stat'))
		return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (read(name) ?? []) : []));
	const listed = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,state='], { encoding: 'utf8' }).stdout;
	return listed
		.trim()
		.split('\n')
		.map((line) => {
			const [pid, parent, state = ''] = line.trim().split(/\s+/);
			return { pid: Number(pid), parent: Number(parent), state };
		});
}

/** A process and its children, itself first. @param {number} pid */
export const withChildren = (pid) => [pid, ...all().flatMap((one) => (one.parent === pid ? [one.pid] : []))];

/** Whether it runs; one that has ended and that nobody asked how does not. @param {number} pid */
export const isAlive = (pid) => all().some((one) => one.pid === pid && !one.state.startsWith('Z'));

/** @param {NodeJS.Signals} signal @returns {(pid: number) => void} */
const send = (signal) => (pid) => {
	try {
		process.kill(pid, signal);
	} catch {
		// It has ended by itself.
	}
};
export const endNow = send('SIGKILL');
export const stopNow = send('SIGSTOP');
