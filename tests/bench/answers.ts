// Saving one answer, against plain upserts of the same size through the same driver at the same concurrency:
// `tsx tests/bench/answers.ts <database url> <connections> <seconds>`. Prints both rates as JSON.
import '../../src/cli/root.js';
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { systemActor, type Actor } from '$lib/access/can';
import { saveAnswers } from '$lib/features/exams/index.server';
import type { Context } from '$lib/server/context';
import { openServer } from '$lib/server/db/server';
import { noJobs } from '$lib/server/jobs/sender';
import { givenAttempt, givenSitting, after, STARTED } from '../integration/exams/given';

const [url = '', connections = '16', seconds = '8'] = process.argv.slice(2);
const many = Number(connections);
const handle = await openServer(url, many);
await handle.migrate();

const ctx = (who: { actor: Actor } | Actor = systemActor('bench'), now = STARTED): Context => ({
	db: handle.db,
	actor: 'actor' in who ? who.actor : who,
	now,
	locale: 'zh-CN',
	requestId: randomUUID(),
	jobs: noJobs
});
/** As much of a test's world as its givens ask for. */
const world = { db: handle.db, handle, ctx, made: new Map(), counter: 0 } as never;

const sitting = await givenSitting(world);
const attempts: Awaited<ReturnType<typeof givenAttempt>>[] = [];
for (let i = 0; i < many; i++) attempts.push(await givenAttempt(world, sitting));

/** How often `work` ends in a second when `many` of them run beside each other. */
async function rate(work: (lane: number, turn: number) => Promise<unknown>): Promise<number> {
	const until = (ms: number) => {
		const end = performance.now() + ms;
		let done = 0;
		return Promise.all(
			Array.from({ length: many }, async (_, lane) => {
				while (performance.now() < end) {
					await work(lane, ++turns[lane]!);
					done++;
				}
			})
		).then(() => done);
	};
	const turns = Array.from({ length: many }, () => 0);
	await until(2000);
	const started = performance.now();
	return ((await until(Number(seconds) * 1000)) * 1000) / (performance.now() - started);
}

const plain = postgres(url, { max: many, onnotice: () => {} });
await plain`create table plain_answers (attempt uuid, position int, seq int, given jsonb, flagged boolean,
	saved_at timestamptz, primary key (attempt, position))`;
const upserts = await rate((lane, turn) => {
	const { attemptId } = attempts[lane]!;
	return plain`insert into plain_answers values (${attemptId}, ${(turn % 12) + 1}, ${turn}, ${'"a"'}::text::jsonb, false, ${new Date()})
		on conflict (attempt, position) do update set seq = excluded.seq, given = excluded.given,
			flagged = excluded.flagged, saved_at = excluded.saved_at`;
});

const saves = await rate((lane, turn) => {
	const { attemptId, candidate, paper } = attempts[lane]!;
	const { position, right } = paper[turn % paper.length]!;
	const answer = { position, seq: turn, given: right, flagged: false };
	return saveAnswers(ctx(candidate, after(STARTED, 1000 + turn)), { attemptId, answers: [answer] });
});

process.stdout.write(JSON.stringify({ upserts, saves }));
await plain.end();
await handle.close();
