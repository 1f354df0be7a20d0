import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { startAll } from '../bench/exam/people.js';
import { startPostgres, type PostgresServer } from '../support/postgres.js';
import { root, serve, type RunningSite } from '../support/serve';
import { Way } from './network';
import { Writer, type Candidate } from './writer';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows of whatever is asked
export type Query = (text: string) => Promise<Record<string, any>[]>;

/** Nothing that is waited for here takes so long on any machine: what hangs ends as a failure. */
const LONGEST_MS = 300_000;
const pause = (ms: number) => new Promise((over) => setTimeout(over, ms));

/** Waits for a state. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
	for (const began = performance.now(); !(await isSo()); await pause(100))
		if (performance.now() - began > LONGEST_MS) throw new Error(`Waited in vain: ${what}.`);
}

export interface DayOptions {
	people: number;
	/** Milliseconds between two changes of a candidate, on average. */
	pace: number;
	/** Megabytes of the database's disk; null for the machine's. */
	disk: number | null;
}

/** An exam day: a database, an application, and candidates who write, half of them on either of two ways. */
export class Day {
	writers: Writer[] = [];
	private readonly ways: Way[] = [];
	private readonly instances: RunningSite[] = [];
	private constructor(
		readonly server: PostgresServer,
		private readonly options: DayOptions
	) {}

	static async begin(options: DayOptions): Promise<Day> {
		const { people, disk } = options;
		const settings = ['max_wal_size=64MB', 'min_wal_size=32MB', 'wal_keep_size=0'];
		const server = await startPostgres({ durable: true, settings, ...(disk && { disk }) });
		const day = new Day(server, options);
		try {
			await queryOf(server.url('postgres'))('create database day');
			const candidates = await invite(day.url, people);
			await day.start();
			await day.enter(candidates);
			return day;
		} catch (error) {
			await day.end();
			throw error;
		}
	}

	get query(): Query {
		return queryOf(this.server.url('day'));
	}
	get url(): string {
		return this.server.url('day');
	}
	/** The two ways, each with half of the candidates. */
	get here(): Way {
		return this.ways[0]!;
	}
	get there(): Way {
		return this.ways[1]!;
	}

	/** The instance of the application that was started last. */
	get site(): RunningSite {
		return this.instances.at(-1)!;
	}

	/** Starts an instance of the application. */
	async start(): Promise<RunningSite> {
		const site = await serve({ DATABASE_URL: this.url });
		this.instances.push(site);
		return site;
	}

	/** Waits until everybody has had acknowledged what they made after now. */
	async caughtUp(): Promise<void> {
		const now = performance.now();
		for (const writer of this.writers) writer.look();
		await until('everybody is saved again', () =>
			this.writers.every((one) => one.caughtUp > now || one.closed.length)
		);
	}

	/** Everybody lays the pen down, and what is unsent is brought. */
	async rest(): Promise<void> {
		for (const writer of this.writers) writer.rest();
		await until('everything is brought', () =>
			this.writers.every((one) => one.pending === 0 || one.closed.length)
		);
		for (const writer of this.writers) writer.stop();
	}

	async end(): Promise<void> {
		for (const writer of this.writers) writer.stop();
		for (const way of this.ways) way.close();
		for (const instance of this.instances) await instance.kill();
		await this.server.stop();
	}

	private async enter(candidates: Candidate[]): Promise<void> {
		for (const half of [0, 1]) {
			const way = await Way.to(this.site.url);
			this.ways.push(way);
			const own = candidates.filter((_, i) => i % 2 === half);
			const { failed } = await startAll(way.url, own, 1);
			if (failed) throw new Error(`${failed} candidates could not begin.`);
			this.writers.push(...own.map((who) => new Writer(who, way)));
		}
		for (const writer of this.writers) void writer.write(this.options.pace);
		await this.caughtUp();
	}
}

/** A sitting that is open, with so many candidates and their papers. */
async function invite(url: string, people: number): Promise<Candidate[]> {
	const file = join(tmpdir(), `jinjie-faults-${process.pid}.json`);
	const program = join(root, 'tests/bench/exam/candidates.ts');
	const args = ['--import', 'tsx', program, url, String(people), file];
	await promisify(execFile)(process.execPath, args, { cwd: root, env: { ...process.env } });
	const candidates = JSON.parse(readFileSync(file, 'utf8')) as Candidate[];
	rmSync(file);
	return candidates;
}

const queryOf =
	(url: string): Query =>
	async (text) => {
		const client = postgres(url, { max: 1, onnotice: () => {} });
		try {
			return await client.unsafe(text);
		} finally {
			await client.end({ timeout: 5 });
		}
	};
