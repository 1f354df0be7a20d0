// How long the board takes to answer, its snapshot and its queries alone, and how many queries a path page takes:
// `tsx tests/bench/tiers/pages.ts <database url>`. Prints milliseconds (median of 25) and counts as JSON.
import '../../../src/cli/root.js';
import { sql } from 'drizzle-orm';
import type { Actor } from '$lib/access/can';
import { systemActor } from '$lib/access/can';
import { invigilatesOf } from '$lib/features/exams/index.server';
import { unreadOf } from '$lib/features/notifications/index.server';
import { createSessions } from '$lib/features/people/index.server';
import { boardFilterSchema } from '$lib/features/tiers';
import { getBoard, getPath, refreshStandings } from '$lib/features/tiers/index.server';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { openServer } from '$lib/server/db/server';
import { noJobs } from '$lib/server/jobs/sender';

const [url = ''] = process.argv.slice(2);
const handle = await openServer(url, 4);

/** Counts the statements that go through a database. */
let queries = 0;
const counting = (db: Database): Database =>
	new Proxy(db, {
		get(target, name) {
			const member = Reflect.get(target, name) as unknown;
			if (typeof member !== 'function') return member;
			return (...args: unknown[]) => {
				if (name === 'select' || name === 'selectDistinct' || name === 'execute') queries++;
				return (member as (...args: unknown[]) => unknown).apply(target, args);
			};
		}
	});
const db = counting(handle.db);
const ctxOf = (actor: Actor): Context => ({
	...{ db, actor, now: new Date(), locale: 'zh-CN', requestId: 'bench', jobs: noJobs }
});
const someone = async (no: string, role: 'hrOfficer' | 'trainee'): Promise<Actor> => {
	const [row] = await rowsOf<{ id: string; name: string }>(
		handle.db,
		sql`select id, name from people where employee_no = ${no}`
	);
	return { kind: 'person', personId: row!.id, name: row!.name, grants: [{ role, unitPath: null }] };
};
const officer = ctxOf(await someone('HR1', 'hrOfficer'));
const trainee = ctxOf(await someone('E000001', 'trainee'));

let started = performance.now();
await refreshStandings({ ...ctxOf(systemActor('bench')), db: handle.db });
const refresh = (performance.now() - started) / 1000;
await handle.run('vacuum analyze standings');
await handle.run('vacuum analyze standing_counts');
const [unit] = await rowsOf<{ id: string }>(handle.db, sql`select id from units where code = 'U150'`);

const filters = {
	first: {},
	...{ eligible: { view: 'eligible' }, oneMissing: { view: 'oneMissing' }, expiring: { view: 'expiring' } },
	...{ proposed: { view: 'proposed' }, lapsed: { view: 'lapsed' }, excepted: { view: 'excepted' } },
	...{ ending: { view: 'ending' }, unit: { unit: unit!.id }, tier: { tier: 'senior' } },
	...{ name: { q: '王芳' }, number: { q: '000123' }, byName: { sort: 'name' }, byUnit: { sort: 'unit' } },
	byTier: { sort: 'tier', dir: 'desc' }
};
const median = (times: number[]) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
const board: Record<string, number> = {};
for (const [name, filter] of Object.entries(filters)) {
	const times = [];
	for (let i = 0; i < 30; i++) {
		started = performance.now();
		await getBoard(officer, boardFilterSchema.parse(filter));
		if (i >= 5) times.push(performance.now() - started);
	}
	board[name] = median(times);
}
queries = 0;
await getBoard(officer, boardFilterSchema.parse({}));
const boardQueries = queries;

// A path page: session, shell and path, as the hooks, the layout and the page read them.
await getPath(trainee, trainee.actor.kind === 'person' ? trainee.actor.personId : '');
queries = 0;
await createSessions(db, false, { unreadOf, invigilatesOf }).validateSession('0'.repeat(40));
await getPath(trainee, trainee.actor.kind === 'person' ? trainee.actor.personId : '');
process.stdout.write(JSON.stringify({ refresh, board, boardQueries, pathQueries: queries }));
await handle.close();
