import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { hashSessionId } from '$lib/features/people/index.server';
import { sessions } from '$lib/features/people/tables.server';
import { closeAttempts, handInAttempt, servingSaves } from '$lib/features/exams/index.server';
import { keptOf } from '$lib/features/exams/components/room/journal';
import { answers, attempts, sittingEvents } from '$lib/features/exams/tables.server';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { after, ENDS, givenAttempt, givenSitting, STARTED } from './given';

/** Most characters of what was refused that the record keeps. */
const MOST_KEPT = 20_000;

onEveryDatabase('bad input to the served save path', (world) => {
	let server: Server;
	let site: string;
	const left = vi.fn();
	beforeAll(async () => {
		const serve = servingSaves(world.db, left);
		server = createServer((request, response) => {
			if (!serve(request, response)) response.writeHead(418).end();
		});
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterAll(() => new Promise((closed) => server.close(closed)));
	// The path has the server's own clock.
	const at = (now: Date) => vi.setSystemTime(now);
	beforeEach(() => {
		vi.useFakeTimers({ toFake: ['Date'] });
		at(after(STARTED, 60_000));
	});
	afterEach(() => void vi.useRealTimers());

	/** A candidate who writes in the sitting, with a session and what their window sends. */
	async function given() {
		const attempt = await givenAttempt(world, await sitting(world));
		const cookie = await signIn(world, attempt.candidate);
		const send = (body: unknown, { as = cookie, type = 'application/json', id = attempt.attemptId } = {}) =>
			put(`${site}/attempt/${id}/answers`, body, as, type);
		const first = attempt.paper[0]!;
		const answer = (change: object = {}) => ({
			...{ position: first.position, seq: 1, given: first.right, flagged: false },
			...change
		});
		/** What is refused: with which code, and what the record then says that was not there before. */
		const refused = async (body: unknown, options?: Parameters<typeof send>[1]) => {
			const before = new Set((await refusalsOf(world, attempt.attemptId)).map(({ id }) => id));
			const { status, error } = await send(body, options);
			const now = await refusalsOf(world, attempt.attemptId);
			const [record = null, ...more] = now.filter(({ id }) => !before.has(id));
			expect(more).toEqual([]);
			return { status, code: error?.code, record };
		};
		return { ...attempt, cookie, send, answer, refused };
	}

	it('takes what is right, and leaves every other address to the framework', async () => {
		const { send, answer, attemptId, cookie } = await given();
		expect(await send({ answers: [answer()] })).toMatchObject({ status: 200, acknowledged: [[1, 1]] });
		for (const [path, method] of [
			[`/attempt/${attemptId}/answers`, 'POST'],
			[`/attempt/${attemptId}/answers/`, 'PUT'],
			['/attempt/x/answers', 'PUT'],
			[`/attempt/${attemptId}/paper`, 'PUT']
		] as const)
			expect((await fetch(site + path, { method, headers: { cookie } })).status, `${method} ${path}`).toBe(
				418
			);
	});

	it('of somebody else: refused, recorded with who it was, and nothing changes', async () => {
		const { refused, answer, attemptId } = await given();
		const stranger = await givenPerson(world);
		const other = await givenAttempt(world, await sitting(world));
		for (const who of [stranger, other.candidate]) {
			const { status, code, record } = await refused(
				{ answers: [answer()] },
				{ as: await signIn(world, who) }
			);
			expect([status, code]).toEqual([404, 'app.not_found']);
			expect(record).toMatchObject({ byId: who.id, data: { answers: [answer()] } });
		}
		expect(await refused({ answers: [answer()] }, { as: '' })).toMatchObject({ status: 401, record: null });
		expect(await refused({ answers: [answer()] }, { as: 'jinjie_session=nobody' })).toMatchObject({
			...{ status: 401, code: 'access.signed_out', record: null }
		});
		expect(await refused({ answers: [answer()] }, { id: crypto.randomUUID() })).toMatchObject({
			status: 404
		});
		expect(await world.db.$count(answers, eq(answers.attemptId, attemptId))).toBe(0);
		expect(await world.db.$count(answers, eq(answers.attemptId, other.attemptId))).toBe(0);
	});

	it('that does not fit the paper: items that are not on it, options that do not exist', async () => {
		const { refused, answer, paper, send, attemptId } = await given();
		const single = paper.find(({ type }) => type === 'single')!.position;
		// The paper is drawn: wherever the single choice stands, this is another.
		const { position } = paper.find((one) => one.position !== single)!;
		for (const bad of [
			answer({ position: paper.length + 1 }),
			answer({ position: 1000 }),
			answer({ position: single, given: 'z' }),
			answer({ position: single, given: '__proto__' }),
			answer({ position: single, given: ['a', 'b'] }),
			answer({ position: single, given: { a: 'a' } })
		]) {
			const { status, code, record } = await refused({
				answers: [answer({ position, given: null }), bad]
			});
			expect([status, code], JSON.stringify(bad)).toEqual([400, 'exams.answer.unknown']);
			expect(record).toMatchObject({ byId: null, data: { code, answers: [{ position }, bad] } });
		}
		expect(await world.db.$count(answers, eq(answers.attemptId, attemptId))).toBe(0);
		expect(await send({ answers: [answer()] })).toMatchObject({ status: 200, acknowledged: [[1, 1]] });
	});

	it('with a number replayed changes nothing, and from the future is refused', async () => {
		const { refused, answer, send, attemptId, paper } = await given();
		const other = paper[0]!.wrong;
		await send({ answers: [answer({ seq: 5 })] });
		expect(await send({ answers: [answer({ seq: 5 })] })).toMatchObject({ acknowledged: [[1, 5]], kept: [] });
		expect(await send({ answers: [answer({ seq: 5, given: other })] })).toMatchObject({
			...{ acknowledged: [], kept: [answer({ seq: 5 })] }
		});
		expect(await send({ answers: [answer({ seq: 3, given: other })] })).toMatchObject({
			kept: [answer({ seq: 5 })]
		});
		for (const seq of [0, -1, 1.5, 1_000_001, 1e300, 'x', null]) {
			const { status, code, record } = await refused({ answers: [answer({ seq })] });
			expect([status, code], String(seq)).toEqual([400, 'app.form']);
			expect(record).toMatchObject({ data: { code, answers: expect.stringContaining('"seq"') as string } });
		}
		// So far ahead that nothing could be written after it.
		for (const bad of [
			answer({ seq: 1_000_000 }),
			answer({ seq: 100_006 }),
			answer({ position: 2, given: paper[1]!.right, seq: 100_001 })
		]) {
			const { status, code, record } = await refused({ answers: [bad] });
			expect([status, code]).toEqual([400, 'exams.answer.ahead']);
			expect(record).toMatchObject({ data: { code, answers: [{ seq: bad.seq }] } });
		}
		expect(await send({ answers: [answer({ seq: 100_005 })] })).toMatchObject({
			acknowledged: [[1, 100_005]]
		});
		expect(await send({ answers: [answer({ seq: 100_006 })] })).toMatchObject({
			acknowledged: [[1, 100_006]]
		});
		const rows = await world.db
			.select()
			.from(answers)
			.where(eq(answers.attemptId, attemptId))
			.orderBy(answers.seq);
		expect(rows.map(({ seq, given }) => [seq, given])).toEqual(
			[3, 5, 100_005, 100_006].map((seq) => [seq, seq === 3 ? other : paper[0]!.right])
		);
	});

	it('of a megabyte, of more than a request may have, and of nothing that can be read', async () => {
		const { refused, answer, send, attemptId } = await given();
		const MB = 1024 * 1024;
		for (const [body, code] of [
			[{ answers: [answer({ given: '长'.repeat(MB / 3) })] }, 'app.form'],
			[{ answers: [answer({ given: { g1: 'x'.repeat(MB) } })] }, 'app.form'],
			[{ answers: [answer({ given: ['x'.repeat(MB)] })] }, 'app.form'],
			[{ answers: Array.from({ length: 501 }, () => answer()) }, 'app.form'],
			['😀'.repeat(MB), 'app.too_large'],
			['{', 'app.form'],
			['null', 'app.form'],
			['[]', 'app.form'],
			['\0\ud800{}', 'app.form'],
			[{ answers: [{ ...answer(), position: '1; drop table answers' }] }, 'app.form'],
			[{ answers: [answer()], seat: -1 }, 'app.form'],
			[{ answers: [answer()], events: [{ kind: 'flag', ms: 0, age: 0 }] }, 'app.form']
		] as const) {
			const found = await refused(body);
			expect([found.status, found.code], JSON.stringify(body).slice(0, 60)).toEqual([400, code]);
			const kept = (found.record?.data as { answers: string }).answers;
			expect(kept.length).toBeLessThanOrEqual(MOST_KEPT);
			expect(kept.length).toBeGreaterThan(0);
		}
		// A form of another site cannot say that it sends JSON.
		expect(await refused({ answers: [answer()] }, { type: 'text/plain' })).toMatchObject({
			...{ status: 400, code: 'app.form', record: null }
		});
		expect(await world.db.$count(answers, eq(answers.attemptId, attemptId))).toBe(0);
		expect((await send({ answers: [answer()] })).status).toBe(200);
	});

	it('after handing in, by the candidate or the server', async () => {
		const { refused, answer, attemptId, candidate, send } = await given();
		await send({ answers: [answer()] });
		await handInAttempt(world.ctx(candidate, after(STARTED, 60_000)), { attemptId, unanswered: 11 });
		for (const age of [0, 30_000]) {
			const found = await refused({ answers: [answer({ seq: 2, given: null })], age });
			expect(found).toMatchObject({ status: 409, code: 'exams.attempt.closed', record: { byId: null } });
		}
		const late = await given();
		await late.send({ answers: [late.answer()] });
		await closeAttempts(world.ctx(undefined, after(ENDS, 1)), { attemptId: late.attemptId });
		at(after(ENDS, 2000));
		expect(await late.refused({ answers: [late.answer({ seq: 2, given: null })] })).toMatchObject({
			...{ status: 409, code: 'exams.attempt.over' }
		});
		const rows = await world.db.select().from(answers).where(eq(answers.attemptId, attemptId));
		expect(rows.map(({ seq }) => seq)).toEqual([1]);
	});

	it('with forged times earns not a second more than the minute that everybody has', async () => {
		const { refused, answer, send, attemptId } = await given();
		for (const age of [-1, 86_400_001, null, '5', 1e300]) {
			expect(await refused({ answers: [answer()], age })).toMatchObject({ status: 400, code: 'app.form' });
		}
		// Of its past a device can say what it likes: the record puts nothing before the beginning.
		const events = [{ kind: 'leave', ms: 86_400_000, age: 86_400_000 }];
		expect(await send({ answers: [], events })).toMatchObject({ status: 200 });
		const [noticed] = await world.db
			.select()
			.from(sittingEvents)
			.where(and(eq(sittingEvents.attemptId, attemptId), eq(sittingEvents.kind, 'leave')));
		expect(noticed!.at).toEqual(STARTED);
		expect(left).toHaveBeenCalledWith(attemptId);
		at(after(ENDS, 60_000));
		expect(await send({ answers: [answer()], age: 86_400_000 })).toMatchObject({ status: 200, late: true });
		at(after(ENDS, 60_001));
		expect(await refused({ answers: [answer({ seq: 2 })], age: 86_400_000 })).toMatchObject({
			...{ status: 409, code: 'exams.attempt.over', record: { at: after(ENDS, 60_001) } }
		});
		const rows = await world.db.select().from(answers).where(eq(answers.attemptId, attemptId));
		expect(rows).toMatchObject([{ seq: 1, late: true, savedAt: after(ENDS, 60_000) }]);
	});

	it('of a journal that somebody wrote into: all of it is refused, and the next save counts', async () => {
		const { refused, answer, send, paper, attemptId } = await given();
		const single = paper.find(({ type }) => type === 'single')!.position;
		const madeAt = Date.now();
		// What the room reads back from the device, as it sends it.
		const sentFrom = (entries: unknown) => keptOf(entries).map(({ madeAt: _madeAt, ...one }) => one);
		expect(sentFrom([null, 7, { position: 1 }, { ...answer(), madeAt: 'x' }])).toEqual([]);
		for (const [entries, code] of [
			[[{ ...answer({ position: 99 }), madeAt }], 'exams.answer.unknown'],
			[[{ ...answer({ position: single, given: 'z' }), madeAt }], 'exams.answer.unknown'],
			[[{ ...answer({ seq: 999_999 }), madeAt }], 'exams.answer.ahead'],
			[[{ ...answer({ position: -3 }), madeAt }], 'app.form'],
			[[{ ...answer({ given: { __proto__: null, toString: 'x' } }), madeAt }], 'exams.answer.unknown']
		] as const) {
			const found = await refused({ answers: [answer({ position: 2, given: null }), ...sentFrom(entries)] });
			expect([found.status, found.code], JSON.stringify(entries)).toEqual([400, code]);
			expect(found.record).not.toBeNull();
		}
		expect(await world.db.$count(answers, eq(answers.attemptId, attemptId))).toBe(0);
		expect(await send({ answers: [answer()] })).toMatchObject({ status: 200, acknowledged: [[1, 1]] });
	});

	it('again and again fills no disk, and hinders nobody else', async () => {
		const { send, answer, attemptId } = await given();
		const other = await given();
		const bad = Array.from({ length: 260 }, () => send({ answers: [answer({ position: 99 })] }));
		const good = Array.from({ length: 20 }, (_, n) =>
			other.send({ answers: [other.answer({ seq: n + 1 })] })
		);
		expect((await Promise.all(bad)).every(({ status }) => status === 400)).toBe(true);
		expect((await Promise.all(good)).every(({ status }) => status === 200)).toBe(true);
		expect(await refusalsOf(world, attemptId)).toHaveLength(200);
		const [row] = await world.db.select().from(attempts).where(eq(attempts.id, attemptId));
		expect(row).toMatchObject({ endsAt: ENDS, handedInAt: null, seat: 1 });
	});
});

const sitting = async (world: World): Promise<string> => {
	const known = world.made.get('bad saves') as string | undefined;
	const id = known ?? (await givenSitting(world));
	world.made.set('bad saves', id);
	return id;
};

async function signIn(world: World, { id }: GivenPerson): Promise<string> {
	const session = crypto.randomUUID().replaceAll('-', '');
	await world.db.insert(sessions).values({
		...{ idHash: hashSessionId(session), personId: id },
		...{ createdAt: STARTED, expiresAt: after(STARTED, 86_400_000) }
	});
	return `jinjie_session=${session}`;
}

const refusalsOf = (world: World, attemptId: string) =>
	world.db
		.select()
		.from(sittingEvents)
		.where(and(eq(sittingEvents.attemptId, attemptId), eq(sittingEvents.kind, 'saveRefused')));

interface Reply {
	status: number;
	error?: { code: string };
	[field: string]: unknown;
}

async function put(url: string, body: unknown, cookie: string, type: string): Promise<Reply> {
	const response = await fetch(url, {
		method: 'PUT',
		headers: { 'content-type': type, ...(cookie && { cookie }) },
		body: typeof body === 'string' ? body : JSON.stringify(body)
	});
	return { status: response.status, ...((await response.json()) as object) };
}
