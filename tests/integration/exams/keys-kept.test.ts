import { isActionFailure, isHttpError, isRedirect } from '@sveltejs/kit';
import { eq, inArray, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Aliases, AnyGiven, Question } from '$lib/features/bank';
import { storeItems } from '$lib/features/bank/store.server';
import { itemKeys, items, itemVersions } from '$lib/features/bank/tables.server';
import { enterRoom, handInAttempt, startAttempt } from '$lib/features/exams/index.server';
import { saverOf } from '$lib/features/exams/saving/saver.server';
import { attemptItems, attemptResults } from '$lib/features/exams/tables.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase, type World } from '../../support/database';
import { eventOf, found, pathOf, type Found } from '../../support/routes';
import type { GivenPerson } from '../../support/world';
import { givenPictured } from '../bank/given-practice';
import { rightAnswer } from '../../../drizzle/seed/demo/answers';
import {
	after,
	ANNOUNCED,
	ENDS,
	givenBank,
	givenCandidate,
	givenRelease,
	keepTimeUntil,
	STARTED,
	times
} from './given';
import { givenSittingOfKinds, kinds, read } from './kinds';

/** What stands in no payload before release: words of the keys, and in the exam's own what only a key has a name for. */
const SECRET = /secret|(?<![-\w])31415(?![-\w])/i;
const NAMES =
	/"(correct|accepted|aliases|policy|share|tolerance|rubric|model|explanation|feedback|earned\w*)":/i;
/** Words of the paper's questions, and of nothing else. */
const ASKED = /One\?|Several\?|Write\./;
const essay = read.find(({ type }) => type === 'essay')!;
const CLOSED = after(times.closesAt, 60_000);

type Payloads = Map<string, string>;
interface Taking {
	sittingId: string;
	attemptId: string;
	candidate: GivenPerson;
	/** What a candidate could put into an address, by the name of its part. */
	known: Record<string, string[]>;
}

/** Calls a handler as the candidate, undoes what it did, and gives what a browser would have got. */
async function ask(
	world: World,
	{ kind, handler, name, route }: Pick<Found, 'kind' | 'handler' | 'name' | 'route'>,
	{ candidate }: Taking,
	now: Date,
	params: Record<string, string>,
	body?: object
): Promise<string> {
	const query = kind === 'action' ? `?/${name}` : kind === 'endpoint' ? '?once' : '';
	const url = `http://localhost${pathOf(route, params)}${query}`;
	const form = new FormData();
	if (kind === 'action')
		for (const [field, value] of Object.entries(body ?? {})) form.append(field, String(value));
	const sent = kind === 'action' ? form : JSON.stringify(body);
	const request = new Request(url, body ? { method: kind === 'action' ? 'POST' : name, body: sent } : {});
	let payload = '';
	await world.db
		.transaction(async (tx) => {
			const db = tx as unknown as Database;
			const ctx: Context = { ...world.ctx(candidate, now), db, requestId: 'the same' };
			payload = await textOf(() => handler(eventOf(ctx, { route, params, request, person: candidate })));
			throw new Undo();
		})
		.catch((error: unknown) => {
			if (!(error instanceof Undo)) throw error;
		});
	return payload;
}
class Undo extends Error {}

async function textOf(run: () => unknown): Promise<string> {
	try {
		const result = await run();
		if (result instanceof Response)
			return `${result.status} ${Buffer.from(await result.arrayBuffer()).toString('latin1')}`;
		return JSON.stringify(isActionFailure(result) ? { ...result } : (result ?? null));
	} catch (thrown) {
		if (isRedirect(thrown)) return `to ${thrown.location}`;
		if (isHttpError(thrown)) return `${thrown.status} ${JSON.stringify(thrown.body)}`;
		throw thrown;
	}
}

/**
 * All that the candidate can read at a moment: every load and every GET, with everything known in the address. `staff`: also
 * the pages of the office, which refuse.
 */
async function readAll(world: World, taking: Taking, now: Date, staff = true): Promise<Payloads> {
	const payloads: Payloads = new Map();
	for (const one of found) {
		if (one.kind === 'action' || (one.kind === 'endpoint' && one.name !== 'GET')) continue;
		if (!staff && one.route.startsWith('/(staff)')) continue;
		for (const params of fillings(one.route, taking.known))
			payloads.set(`${one.name} ${pathOf(one.route, params)}`, await ask(world, one, taking, now, params));
	}
	return payloads;
}

function fillings(route: string, known: Taking['known']): Record<string, string>[] {
	const names = [...route.matchAll(/\[(\w+)\]/g)].map(([, name]) => name!);
	return names.reduce<Record<string, string>[]>(
		(all, name) =>
			all.flatMap((one) => (known[name] ?? known['attempt']!).map((value) => ({ ...one, [name]: value }))),
		[{}]
	);
}

/** What differs between two readings of the same moment. */
const different = (before: Payloads, then: Payloads) =>
	[...then].filter(([address, text]) => before.get(address) !== text).map(([address]) => address);
const leaking = (payloads: Payloads) =>
	[...payloads].flatMap(([address, text]) => {
		const told = SECRET.exec(text) ?? (/ \/(attempt|exams)/.test(address) ? NAMES.exec(text) : null);
		return told ? [`${address}: ${told[0]}`] : [];
	});

/** A key under which everything else is right. */
function otherKey(question: Question): Question {
	const explanation = { en: 'Another secret' };
	switch (question.type) {
		case 'single':
			return { ...question, explanation, correct: 'd', policy: 'perOption' };
		case 'multiple':
			return { ...question, explanation, correct: ['b', 'd'], policy: 'perOption' };
		case 'trueFalse':
			return { ...question, explanation, correct: !question.correct };
		case 'numeric':
			return { ...question, explanation, accepted: [{ range: { from: '1', to: '2' }, share: 7 }] };
		case 'fillIn':
			return {
				...question,
				explanation,
				gaps: question.gaps.map(({ id }) => ({ id, accepted: [{ text: 'secretthree', share: 9 }] }))
			};
		case 'matching':
		case 'ordering':
			return { ...question, explanation, policy: 'allOrNothing' };
		case 'shortAnswer':
			return { ...question, explanation, accepted: [{ text: 'secretfour', share: 11 }] };
		case 'essay':
			return { ...question, explanation, rubric: [], model: { en: 'Secret other' } };
	}
}

/** Runs with other keys and another mark behind the same paper, as if the bank had always held them. */
async function withOtherKeys<T>(world: World, attemptId: string, work: () => Promise<T>): Promise<T> {
	const paper = world.db
		.select({ id: attemptItems.itemVersionId })
		.from(attemptItems)
		.where(eq(attemptItems.attemptId, attemptId));
	const held = await world.db.select().from(itemKeys).where(inArray(itemKeys.itemVersionId, paper));
	const [result] = await world.db
		.select()
		.from(attemptResults)
		.where(eq(attemptResults.attemptId, attemptId));
	const put = (keys: typeof held, marked: typeof result) =>
		unguarded(world, async () => {
			for (const { itemVersionId, ...key } of keys)
				await world.db.update(itemKeys).set(key).where(eq(itemKeys.itemVersionId, itemVersionId));
			if (marked)
				await world.db.update(attemptResults).set(marked).where(eq(attemptResults.attemptId, attemptId));
		});
	const turned: typeof held = held.map(({ question, aliases, ...row }) => {
		const [shown, own] = [Object.keys(aliases as object), Object.values(aliases as Record<string, string>)];
		const turn = Object.fromEntries(shown.map((id, i) => [id, own[(i + 1) % own.length]]));
		return { ...row, question: otherKey(question as Question), aliases: turn };
	});
	await put(
		turned,
		result && { ...result, earnedHundredths: 1, tenths: 1, passed: !result.passed, marks: [] }
	);
	try {
		return await work();
	} finally {
		await put(held, result);
	}
}

async function unguarded(world: World, work: () => Promise<void>): Promise<void> {
	const guard = async (how: 'disable' | 'enable') => {
		for (const table of ['item_keys', 'attempt_results'])
			await world.db.execute(sql.raw(`alter table ${table} ${how} trigger user`));
	};
	await guard('disable');
	await work();
	await guard('enable');
}

/** An answer that fits; chosen it is right, written it holds no word of the key. */
function givenTo(question: Question, aliases: Aliases): AnyGiven {
	if (question.type === 'numeric') return { number: '12', unit: 'kg' };
	if (question.type === 'fillIn') return { g1: 'words', g2: 'of mine' };
	if (question.type === 'shortAnswer' || question.type === 'essay') return 'My words';
	return rightAnswer(question, aliases)!;
}

/** A sitting with a paper of all nine kinds, whose candidate waits in the room. */
async function given(world: World): Promise<Taking & { paper: { position: number; given: AnyGiven }[] }> {
	const sittingId = await givenSittingOfKinds(world);
	const practice = await givenPictured(world, `economics-9${++world.counter}`, ANNOUNCED);
	const candidate = await givenCandidate(world, sittingId);
	const { attemptId } = await enterRoom(world.ctx(candidate, after(times.opensAt, -60_000)), { sittingId });
	// No sitting may ask what a person has to read, as long as nobody can: its kind is put onto the paper by hand.
	const [versionId] = await withTransaction(world.ctx(candidate, ANNOUNCED), (tx) =>
		storeItems(
			tx,
			ANNOUNCED,
			[
				{
					...{ id: newId(ANNOUNCED), code: `law-8${world.counter}`, version: 1, revision: 1, pictures: {} },
					...{ createdAt: ANNOUNCED, question: essay, case: null, setterId: null },
					about: {
						...{ area: 'law', level: 'apply', difficulty: 300, seconds: 60, use: 'exam', competency: null },
						...{ module: null, source: null, tags: [], reviewAgainOn: null }
					}
				}
			],
			null
		)
	);
	const last = { attemptId, position: kinds.length + 1, optionOrder: [], marks: 2 };
	await world.db.insert(attemptItems).values({ ...last, itemVersionId: versionId! });
	const drawn = await world.db
		.select({ position: attemptItems.position, item: items, version: itemVersions, key: itemKeys })
		.from(attemptItems)
		.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, itemVersions.id))
		.where(eq(attemptItems.attemptId, attemptId))
		.orderBy(attemptItems.position);
	expect(drawn.map(({ version }) => version.type)).toEqual([...kinds, essay].map(({ type }) => type));
	const { blueprintId } = await givenBank(world);
	return {
		...{ sittingId, candidate, attemptId },
		known: {
			...{ sitting: [sittingId], attempt: [attemptId], paper: [attemptId], item: [drawn[0]!.item.id] },
			...{ person: [candidate.id], blueprint: [blueprintId], file: [practice.shownId, practice.solutionId] },
			id: [attemptId, sittingId]
		},
		paper: drawn.map(({ position, key }) => ({
			position,
			given: givenTo(key.question as Question, key.aliases as Aliases)
		}))
	};
}

const endpoint = (route: string, name: string) =>
	found.find((one) => one.route === route && one.name === name)!;
const ROOM = '/(exam)/attempt/[id]';

onEveryDatabase('keys are kept until release', (world) => {
	it('nothing that a candidate can read tells one, and nothing is another with other keys', async () => {
		const taking = await given(world);
		const { attemptId, sittingId, candidate, paper } = taking;
		const look = async (now: Date) => {
			const payloads = await readAll(world, taking, now, false);
			expect(leaking(payloads)).toEqual([]);
			return payloads;
		};
		/** Looks at everything twice: with the keys, and with others behind the same paper. */
		const compare = async (now: Date) => {
			const payloads = await readAll(world, taking, now);
			expect(leaking(payloads)).toEqual([]);
			const others = await withOtherKeys(world, attemptId, () => readAll(world, taking, now));
			expect(different(payloads, others)).toEqual([]);
			return payloads;
		};
		const act = (name: string, now: Date, body: object, route = ROOM) =>
			ask(world, endpoint(route, name), taking, now, { id: attemptId }, body);
		/** For good; the reply is looked at. */
		const answer = (now: Date, seq: number) =>
			saverOf(world.db)({
				...{ attemptId, by: { personId: candidate.id }, device: null, seat: null, arrived: now, age: 0 },
				answers: paper.map((one) => ({ ...one, seq, flagged: false })),
				events: []
			});

		const waiting = await look(after(times.opensAt, -30_000));
		expect([...waiting.values()].filter((text) => ASKED.test(text))).toEqual([]);

		// What begins, saves and takes over answers with: undone, and then done.
		const now = after(STARTED, 1000);
		const started = await act('POST', now, { sittingId }, `${ROOM}/start`);
		expect(started).toMatch(/^200 .*msLeft/);
		expect(started).toMatch(ASKED);
		const start = () => act('POST', now, { sittingId }, `${ROOM}/start`);
		expect(await withOtherKeys(world, attemptId, start)).toBe(started);
		await startAttempt(world.ctx(candidate, STARTED), { sittingId });
		const replies = [
			started,
			await act('POST', now, {}, `${ROOM}/seat`),
			await act('POST', now, {}, `${ROOM}/break`),
			...(await Promise.all(
				paper.flatMap(({ position, given: fitting }) =>
					[fitting, null, 'x', { number: '1' }, true, ['a']].map((given) =>
						act('PUT', now, { answers: [{ position, seq: 1, given, flagged: true }] }, `${ROOM}/answers`)
					)
				)
			)),
			await act('answer', now, { position: 1, seq: 1, answer: 'b', go: 2 }),
			await act('answer', now, { position: 1, seq: 1, answer: 'zz', go: 2 }),
			await act('handIn', now, { unanswered: 0 }),
			await act('handIn', now, { unanswered: paper.length })
		];
		expect(replies.filter((reply) => reply.startsWith('200'))).not.toEqual([]);
		expect(leaking(new Map(replies.map((reply, i) => [`reply ${i} of /attempt`, reply])))).toEqual([]);
		expect(
			await withOtherKeys(world, attemptId, () =>
				act('PUT', now, { answers: [{ position: 1, seq: 1, given: 'b', flagged: true }] }, `${ROOM}/answers`)
			)
		).toBe(replies.find((reply) => reply.includes('"acknowledged":[[1,1]]')));

		const open = await compare(now);
		// The questions are read there, and nowhere else: not in practice, not on a page of the office.
		const asked = [...open].filter(([, text]) => ASKED.test(text)).map(([address]) => address);
		expect(asked).toEqual([`load /attempt/${attemptId}`, `GET /attempt/${attemptId}/room`]);

		const saved = await answer(now, 2);
		expect(saved).toMatchObject({ ok: true, reply: { acknowledged: { length: paper.length } } });
		expect(JSON.stringify(saved)).not.toMatch(SECRET);
		await look(after(now, 1000));

		const later = after(now, 2000);
		await handInAttempt(world.ctx(candidate, later), { attemptId, unanswered: 0 });
		await look(later);
		await unguarded(world, async () => {
			// The essay has nobody to read it: without it the rest is marked.
			await world.db.execute(sql`alter table attempt_items disable trigger user`);
			await world.db
				.delete(attemptItems)
				.where(sql`attempt_id = ${attemptId} and position = ${paper.length}`);
			await world.db.execute(sql`alter table attempt_items enable trigger user`);
		});
		await keepTimeUntil(world, after(ENDS, 62_000));
		expect(await world.db.$count(attemptResults, eq(attemptResults.attemptId, attemptId))).toBe(1);
		const marked = await compare(after(ENDS, 120_000));
		expect([...marked.values()].filter((text) => ASKED.test(text))).toEqual([]);

		// The same reading finds all of it once it is out: the test can fail.
		await givenRelease(world, sittingId, CLOSED);
		await world.runJobs(CLOSED);
		const released = await readAll(world, taking, CLOSED, false);
		expect(leaking(released)).not.toEqual([]);
		expect(released.get(`load /exams/${sittingId}/result`)).toMatch(/Secret explanation/);
		const others = await withOtherKeys(world, attemptId, () => readAll(world, taking, CLOSED, false));
		expect(different(released, others)).toContain(`load /exams/${sittingId}/result`);
	});

	it('practice draws no question of an exam', async () => {
		const { candidate, known } = await given(world);
		const start = found.find(({ route, name }) => route === '/(app)/practice' && name === 'start')!;
		const request = () => {
			const form = new FormData();
			form.append('size', '10');
			return new Request('http://localhost/practice?/start', { method: 'POST', body: form });
		};
		const ctx = world.ctx(candidate, after(STARTED, 1000));
		const moved = await textOf(() =>
			start.handler(eventOf(ctx, { route: start.route, params: {}, request: request(), person: candidate }))
		);
		const set = /^to \/practice\/([0-9a-f-]{36})$/.exec(moved)?.[1];
		expect(set, moved).toBeTruthy();
		const taking = { candidate, known: { ...known, set: [set!] } } as unknown as Taking;
		const page = found.find(({ route, name }) => route === '/(app)/practice/[set]' && name === 'load')!;
		const text = await ask(world, page, taking, after(STARTED, 1000), { set: set! });
		expect(text).toContain('chart');
		expect(text).not.toMatch(ASKED);
	});
});
