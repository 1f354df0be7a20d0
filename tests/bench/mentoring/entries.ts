// Saving an entry, against plain inserts of the same rows into tables of the same shape through the same driver at the
// same concurrency: `tsx tests/bench/mentoring/entries.ts <database url> <connections> <seconds>`. Prints both rates
// and the rows of one entry by table as JSON.
import '../../../src/cli/root.js';
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { logShadowing } from '$lib/features/mentoring/index.server';
import { openServer } from '$lib/server/db/server';
import { addDays } from '$lib/shared/dates';
import { on, session } from '../../integration/mentoring/story';
import { contextOf, givenLanes } from './given';

const [url = '', connections = '16', seconds = '8'] = process.argv.slice(2);
const many = Number(connections);
const handle = await openServer(url, many);
await handle.migrate();
const lanes = await givenLanes(handle.db, many);

/** How often `work` ends in a second when `many` of them run beside each other. */
async function rate(work: (lane: number, turn: number) => Promise<unknown>): Promise<number> {
	const turns = Array.from({ length: many }, () => 0);
	const until = async (ms: number) => {
		const end = performance.now() + ms;
		const before = turns.reduce((sum, turn) => sum + turn, 0);
		await Promise.all(
			turns.map(async (_, lane) => {
				while (performance.now() < end) await work(lane, ++turns[lane]!);
			})
		);
		return turns.reduce((sum, turn) => sum + turn, 0) - before;
	};
	await until(2000);
	const started = performance.now();
	return ((await until(Number(seconds) * 1000)) * 1000) / (performance.now() - started);
}

const save = (lane: number, turn: number) => {
	const { pairingId, mentor } = lanes[lane]!;
	// A day for each, so that nothing is implausible.
	const day = addDays('2026-01-05', turn);
	const content = { occurredOn: day, startedAt: '09:00', minutes: 60, deviceId: randomUUID() };
	return logShadowing(contextOf(handle.db, mentor, on(day)), session(pairingId, content));
};

const TABLES = ['shadowing_entries', 'shadowing_signatures', 'engagements', 'notifications', 'audit_log'];
const plain = postgres(url, { max: many, onnotice: () => {} });
const counts = async () =>
	Promise.all(
		TABLES.map(async (name) => Number((await plain`select count(*) as n from ${plain(name)}`)[0]!['n']))
	);

// What one entry writes: its rows are the model of the plain ones.
const before = await counts();
await save(0, 0);
const after = await counts();
const rows = TABLES.map((name, i) => ({ name, count: after[i]! - before[i]! }));
const models: { table: string; row: Record<string, unknown> }[] = [];
for (const { name, count } of rows) {
	await plain.unsafe(`create table plain_${name} (like ${name} including all)`);
	const newest = name === 'audit_log' ? 'seq' : name === 'engagements' ? 'source_id' : 'id';
	const found = await plain.unsafe(`select * from ${name} order by ${newest} desc limit ${count}`);
	for (const row of found) models.push({ table: `plain_${name}`, row });
}
let made = 1_000_000;
const inserts = await rate(() =>
	plain.begin(async (tx) => {
		for (const { table, row } of models) {
			const fresh: Record<string, unknown> = { ...row };
			// Names of its own, where a row of the same shape would stand in the way.
			for (const key of ['id', 'entry_id', 'device_id', 'source_id', 'cause']) {
				if (fresh[key]) fresh[key] = randomUUID();
			}
			for (const key of ['seq', 'position']) if (fresh[key]) fresh[key] = ++made;
			await tx`insert into ${tx(table)} ${tx(fresh)}`;
		}
	})
);
const saves = await rate(save);

process.stdout.write(JSON.stringify({ inserts, saves, rows }));
await plain.end();
await handle.close();
