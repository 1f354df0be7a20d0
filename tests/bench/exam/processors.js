import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Hundredths of a second of processor that processes have used, by what they are. */
function ticks() {
	const used = { application: 0, postgres: 0, driver: 0 };
	for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
		try {
			const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
			const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
			const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
			const time = Number(fields[11]) + Number(fields[12]);
			if (/^postgres|\/postgres\0/.test(command)) used.postgres += time;
			else if (command.includes('src/cli/serve.js')) used.application += time;
			else if (Number(pid) === process.pid) used.driver += time;
		} catch {
			// It has ended meanwhile.
		}
	}
	return used;
}

/** Starts to measure; the function that it returns says what share of the machine each part has used since. */
export function cpuOf() {
	const before = ticks();
	const started = performance.now();
	return () => {
		const whole = ((performance.now() - started) / 10) * cpus().length;
		const after = ticks();
		return /** @type {(keyof typeof after)[]} */ (Object.keys(after))
			.map((name) => `${name} ${((100 * (after[name] - before[name])) / whole).toFixed(0)} %`)
			.join(', ');
	};
}
