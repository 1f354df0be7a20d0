// Assigning 10,000 people to a path in one command, and what a learner among them waits for meanwhile:
// `tsx tests/bench/training/assign.ts <database url> <people>`. Prints milliseconds as JSON. The command runs in a
// process of its own (`… assign.ts <database url> <people> command <unit>`), as another instance would run it.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import '../../../src/cli/root.js';
import { sql } from 'drizzle-orm';
import { systemActor, type Actor } from '$lib/access/can';
import { createAssignmentSchema } from '$lib/features/assignments';
import { createAssignment } from '$lib/features/assignments/index.server';
import { createPathSchema } from '$lib/features/paths';
import { createPath } from '$lib/features/paths/index.server';
import { lessonProgressSchema } from '$lib/features/training';
import { saveLessonProgress, startModule } from '$lib/features/training/index.server';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { openServer } from '$lib/server/db/server';
import { noJobs } from '$lib/server/jobs/sender';
import { publishContent } from '../../../src/content.server';

const [url = '', many = '10000', mode = '', unitGiven = ''] = process.argv.slice(2);
const MODULE = 'knowing-the-customer';
const LESSON = 'life-cycle';
const PATH = 'everybody';
const ROUNDS = 3;

const handle = await openServer(url, 4);
const ctx = (actor: Actor = systemActor('bench')): Context => ({
	...{ db: handle.db, actor, now: new Date(), locale: 'zh-CN', requestId: randomUUID(), jobs: noJobs }
});
const personOf = (personId: string, role: 'trainee' | 'trainingOfficer'): Actor => ({
	...{ kind: 'person', personId, name: '', grants: [{ role, unitPath: null }] }
});

/** The command, as an officer of the organisation gives it. Prints how long it took and how many it reached. */
async function command(): Promise<void> {
	const [officer] = await rowsOf<{ id: string }>(handle.db, sql`select id from people order by id limit 1`);
	const group = { kind: 'unit', unitId: unitGiven, due: 'days', dueDays: '90' };
	const input = createAssignmentSchema.parse({
		subject: `path:${PATH}`,
		unitId: unitGiven,
		groups: { 0: group }
	});
	const as = ctx(personOf(officer!.id, 'trainingOfficer'));
	const started = performance.now();
	const { assigned } = await createAssignment(as, input);
	process.stdout.write(JSON.stringify({ ms: performance.now() - started, assigned }));
}

/** An organisation of so many people, one of whom has begun a module of the path. */
async function prepare(): Promise<{ unit: string; learner: string }> {
	await handle.migrate();
	const unit = randomUUID();
	await handle.db.execute(sql`insert into organisation (name_zh, name_en) values ('众', 'Crowd')`);
	await handle.db.execute(sql`insert into units (id, kind, code, name_zh, name_en, path, created_at)
		values (${unit}::uuid, 'headOffice', 'HQ', '总行', 'Head Office', 'HQ/', now())`);
	await handle.db.execute(sql`insert into people (id, employee_no, name, unit_id, post, hired_on, created_at)
		select gen_random_uuid(), 'N' || n, '众人' || n, ${unit}::uuid, '客户经理', '2024-01-01', now()
		from generate_series(1, ${Number(many)}::int) n`);
	await publishContent(ctx());
	const [person] = await rowsOf<{ id: string }>(
		handle.db,
		sql`select id from people where employee_no = 'N77'`
	);
	await startModule(ctx(personOf(person!.id, 'trainee')), { module: MODULE });
	const steps = [
		{ items: [`module:${MODULE}`] },
		{ rule: 'atLeast', count: '1', items: ['module:developing-new-customers', 'module:keeping-customers'] }
	].map(({ items, ...rest }) => ({ ...rest, items: { ...items } }));
	const words = { titleZh: '众', titleEn: 'All', summaryZh: '众', summaryEn: 'All' };
	await createPath(ctx(), createPathSchema.parse({ code: PATH, ...words, steps: { ...steps } }));
	await handle.db.execute(sql`analyze`);
	return { unit, learner: person!.id };
}

const read = { module: MODULE, lesson: LESSON, ...lessonProgressSchema.parse({ place: 0.5, seconds: 1 }) };

/** Milliseconds of each save, one after the other, until `isOver`. */
async function saves(learner: string, isOver: () => boolean): Promise<number[]> {
	const times: number[] = [];
	while (!isOver()) {
		const started = performance.now();
		await saveLessonProgress(ctx(personOf(learner, 'trainee')), read);
		times.push(performance.now() - started);
	}
	return times;
}

function assign(unit: string): Promise<{ ms: number; assigned: number }> {
	const args = ['--import', 'tsx', fileURLToPath(import.meta.url), url, many, 'command', unit];
	return new Promise((done, fail) => {
		const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
		let text = '';
		child.stdout.on('data', (chunk) => (text += chunk));
		child.on('exit', (code) => (code === 0 ? done(JSON.parse(text)) : fail(new Error(`ended with ${code}`))));
	});
}
const median = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

if (mode === 'command') await command();
else {
	const { unit, learner } = await prepare();
	const [alone, meanwhile, commands]: [number[], number[], number[]] = [[], [], []];
	for (let round = 0; round < ROUNDS; round++) {
		// In turns, so that both meet the machine in the same mood.
		let left = 150;
		alone.push(...(await saves(learner, () => left-- <= 0)));
		let over = false;
		const running = assign(unit).finally(() => (over = true));
		meanwhile.push(...(await saves(learner, () => over)));
		const { ms, assigned } = await running;
		if (assigned !== Number(many)) throw new Error(`${assigned} were assigned.`);
		commands.push(ms);
	}
	process.stdout.write(
		JSON.stringify({
			...{ command: median(commands), alone: median(alone), meanwhile: median(meanwhile) },
			longest: Math.max(...meanwhile),
			longestAlone: Math.max(...alone)
		})
	);
}
await handle.close();
