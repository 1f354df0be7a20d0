import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export interface RunningSite {
	url: string;
	/** Everything that it wrote, for the report of a failed test. */
	log: () => string;
	stop: () => Promise<void>;
	/** As a power cut does. */
	kill: () => Promise<void>;
}

/** Starts the built site on a free loopback port and waits until it says that it is ready. */
export async function serve(env: Record<string, string>): Promise<RunningSite> {
	const child = spawn(process.execPath, [join(root, 'src/cli/serve.js')], {
		cwd: root,
		env: {
			...process.env,
			DATABASE_URL: '',
			ORIGIN: '',
			LOG_LEVEL: 'warn',
			PORT: '0',
			HOST: '127.0.0.1',
			...env
		},
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let log = '';
	const ended = new Promise<void>((done) => child.on('exit', () => done()));
	const ready = new Promise<string>((done) => {
		const read = (chunk: Buffer) => {
			log = (log + chunk.toString()).slice(-100_000);
			const port = /ready: http:\/\/[^:]+:(\d+)/.exec(log)?.[1];
			if (port) done(`http://127.0.0.1:${port}`);
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
	});
	const end = async (signal: NodeJS.Signals) => {
		child.kill(signal);
		await ended;
	};
	const url = await Promise.race([ready, ended.then(() => null)]);
	if (!url) throw new Error(`The site did not start:\n${log}`);
	return { url, log: () => log, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}
