import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import {
	handlersOf,
	listen,
	queueOf,
	startApplication,
	type Application,
	type Wiring
} from '$lib/server/application';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { emit } from '$lib/server/jobs/events';
import { onEveryDatabase } from '../support/database';

/** What the handlers saw, by queue. */
const seen: Record<string, { n: number; actor: string }[]> = {};
let failures = 0;

const note = (queue: string) => async (ctx: Context, data: never) => {
	const actor = ctx.actor.kind === 'system' ? ctx.actor.name : ctx.actor.kind;
	(seen[queue] ??= []).push({ n: (data as { n: number }).n, actor });
};

const wiring: Wiring = {
	jobs: {
		plain: note('plain'),
		stumbling: async (ctx, data) => {
			if (failures++ < 1) throw new Error('the first time fails');
			await note('stumbling')(ctx, data);
		},
		late: note('late')
	},
	reactions: { 'test.happened': { first: note('first'), second: note('second') } },
	ticks: {},
	schedules: { plain: '0 3 * * *' }
};

/** Waits for a state; the time only ends what would never come. */
const until = (state: () => boolean) =>
	vi.waitFor(() => expect(state()).toBe(true), { timeout: 50_000, interval: 50 });

onEveryDatabase('background jobs', (world) => {
	let application: Application;
	let ctx: Context;

	beforeAll(async () => {
		for (const queue of Object.keys(seen)) delete seen[queue];
		failures = 0;
		const { handle } = world;
		// The world closes its database itself.
		application = await startApplication({ ...handle, close: async () => {} }, wiring);
		ctx = { ...world.ctx(), jobs: application.jobs };
	});
	afterAll(() => application.stop());

	it('run after the commit, as the system, without waiting for the next look', async () => {
		const started = Date.now();
		await withTransaction(ctx, (tx) => ctx.jobs.send(tx, 'plain', { n: 1 }));
		await until(() => seen['plain']?.length === 1);
		expect(seen['plain']).toEqual([{ n: 1, actor: 'plain' }]);
		expect(Date.now() - started).toBeLessThan(40_000);
	});

	it('of a rolled back transaction never run', async () => {
		const undone = withTransaction(ctx, async (tx) => {
			await ctx.jobs.send(tx, 'plain', { n: 666 });
			throw new Error('undone');
		});
		await expect(undone).rejects.toThrow('undone');
		// A later job of the same queue has run, so an earlier one would have too.
		await withTransaction(ctx, (tx) => ctx.jobs.send(tx, 'plain', { n: 2 }));
		await until(() => seen['plain']?.some(({ n }) => n === 2) ?? false);
		expect(seen['plain']?.map(({ n }) => n)).not.toContain(666);
		const rows = await world.handle.run(`select 1 from pgboss.job where data->>'n' = '666'`);
		expect(rows).toEqual([]);
	});

	it('that fail are tried again by themselves', async () => {
		await withTransaction(ctx, (tx) => ctx.jobs.send(tx, 'stumbling', { n: 3 }));
		await until(() => seen['stumbling']?.length === 1);
		expect(failures).toBe(2);
	});

	it('wait for their time', async () => {
		await withTransaction(ctx, async (tx) => {
			await ctx.jobs.send(tx, 'late', { n: 4 }, { startAfter: new Date(Date.now() + 3_600_000) });
			await ctx.jobs.send(tx, 'late', { n: 5 });
		});
		await until(() => seen['late']?.length === 1);
		expect(seen['late']?.map(({ n }) => n)).toEqual([5]);
	});

	it('an event reaches each of its reactions once', async () => {
		listen(wiring);
		await withTransaction(ctx, (tx) => emit(tx, ctx, 'test.happened' as never, { n: 6 } as never));
		await until(() => seen['first']?.length === 1 && seen['second']?.length === 1);
		expect(seen['first']).toEqual([{ n: 6, actor: queueOf('test.happened', 'first') }]);
	});

	it('schedules are kept', async () => {
		const rows = await world.handle.run('select name, cron, timezone from pgboss.schedule');
		expect(rows).toEqual([{ name: 'plain', cron: '0 3 * * *', timezone: 'Asia/Shanghai' }]);
	});
});

it('the wiring names a handler for every schedule, and queues have unique names', async () => {
	const { wiring: real } = await import('../../src/wiring.server');
	const handlers = handlersOf(real);
	for (const queue of Object.keys(real.schedules)) expect(handlers[queue], queue).toBeTypeOf('function');
	const names = [
		...Object.keys(real.jobs),
		...Object.entries(real.reactions).flatMap(([event, all]) =>
			Object.keys(all).map((name) => queueOf(event, name))
		)
	];
	expect(new Set(names).size).toBe(names.length);
});
