import { isActionFailure, isHttpError, isRedirect } from '@sveltejs/kit';
import { and, eq } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { answers as givenAnswers, attempts, registrations } from '$lib/features/exams/tables.server';
import {
	addExample,
	allocateAnswers,
	collectAnswers,
	markExample,
	savePlan,
	submitMarks
} from '$lib/features/marking/index.server';
import {
	markingAnswers,
	markingExamples,
	markingPlans,
	markingTasks
} from '$lib/features/marking/tables.server';
import type { Database } from '$lib/server/db/database';
import { onEveryDatabase, type World } from '../../support/database';
import { eventOf, found, pathOf, type Found } from '../../support/routes';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';
import { givenBank, keepTimeUntil } from '../exams/given';
import { givenMarkers, givenReadSitting, givenWriter, levelsFor, mark, OVER, rules, tasksOf } from './given';

const NAME = '上官婉儿';
const NUMBER = 'T7788';
const EMAIL = 'wan.er@bank.example';

interface Scene {
	/** Two who mark, and one who looks at the sample: none holds another role. */
	people: GivenPerson[];
	/** Everything that would tell whose answer it is, or when it was written. */
	tells: string[];
	/** What may stand in an address, by the parameter's name. */
	ids: Record<string, string[]>;
	tasks: { markerId: string; taskId: string }[];
}

/** A script of somebody whose name is in it, marked by two who are apart, with examples, a third marker and a sample. */
async function setScene(world: World): Promise<Scene> {
	const { officer } = await givenBank(world);
	const sittingId = await givenReadSitting(world, 'double');
	const candidate = await givenPerson(world, {
		...{ name: NAME, employeeNo: NUMBER, email: EMAIL },
		unit: await givenUnit(world, { code: 'LONELY', nameZh: '独家支行' })
	});
	const essay = `我是上官 婉儿，工号 ${NUMBER.toLowerCase()}，邮箱 ${EMAIL}。理由与标准如下。`;
	const { attemptId } = await givenWriter(world, sittingId, { person: candidate, essay });
	const [one, two, three, moderator] = (await givenMarkers(world, 4)) as [
		...[GivenPerson, GivenPerson, GivenPerson, GivenPerson]
	];
	const markers = [one, two, three];
	await keepTimeUntil(world, OVER);
	const ctx = world.ctx(officer, OVER);
	await savePlan(ctx, {
		...{ sittingId, revision: 0, markerIds: markers.map(({ id }) => id), ...rules },
		...{ samplePercent: 100, exampleCount: 1, exampleApart: 100, moderatorId: moderator.id }
	});
	await collectAnswers(ctx, { sittingId });
	const collected = await world.db
		.select()
		.from(markingAnswers)
		.where(eq(markingAnswers.sittingId, sittingId));
	const essayAnswer = collected.find(({ text }) => text.includes('理由与标准'))!;
	// Two to try oneself on: one is marked, one is left to look at.
	for (const text of [essayAnswer.text, '样卷']) {
		await addExample(ctx, {
			...{ sittingId, itemVersionId: essayAnswer.itemVersionId, text, words: '要点齐全' },
			...{ levels: levelsFor[8]!, hundredths: null }
		});
	}
	await allocateAnswers(ctx, { sittingId });
	const [example] = await world.db
		.select()
		.from(markingExamples)
		.where(eq(markingExamples.sittingId, sittingId));
	for (const marker of markers) {
		const tries = { exampleId: example!.id, levels: levelsFor[8]!, hundredths: null };
		if ((await tasksOf(world, marker)).length) await markExample(world.ctx(marker, OVER), tries);
	}
	const readers: GivenPerson[] = [];
	for (const marker of markers) if ((await tasksOf(world, marker)).length) readers.push(marker);
	for (const [i, marker] of readers.entries()) {
		for (const { taskId, type } of await tasksOf(world, marker))
			await mark(world, marker, taskId, type === 'essay' && i === 0 ? 4 : 8);
		await submitMarks(world.ctx(marker, OVER), { sittingId });
	}
	const third = markers.find((marker) => !readers.includes(marker)) ?? three;
	if ((await tasksOf(world, third)).length)
		await markExample(world.ctx(third, OVER), {
			...{ exampleId: example!.id, levels: levelsFor[8]!, hundredths: null }
		});
	const tasks = await world.db.select().from(markingTasks).where(eq(markingTasks.sittingId, sittingId));
	return {
		people: [...markers, moderator],
		tells: await tellsOf(world, candidate, sittingId, attemptId),
		tasks: tasks.map(({ id, markerId }) => ({ taskId: id, markerId })),
		ids: {
			...{ sitting: [sittingId], attempt: [attemptId], person: [candidate.id], trainee: [candidate.id] },
			...{ id: [candidate.id, attemptId, sittingId], employeeNo: [NUMBER], number: ['0'] },
			task: tasks.map(({ id }) => id),
			answer: collected.map(({ id }) => id),
			version: [essayAnswer.itemVersionId],
			item: [essayAnswer.itemVersionId]
		}
	};
}

async function tellsOf(world: World, candidate: GivenPerson, sittingId: string, attemptId: string) {
	const own = and(eq(registrations.sittingId, sittingId), eq(registrations.personId, candidate.id));
	const [registration] = await world.db.select().from(registrations).where(own);
	const [attempt] = await world.db.select().from(attempts).where(eq(attempts.id, attemptId));
	const saved = await world.db.select().from(givenAnswers).where(eq(givenAnswers.attemptId, attemptId));
	const times = [
		...[registration!.registeredAt, attempt!.startedAt, attempt!.endsAt, attempt!.handedInAt!],
		...saved.map(({ savedAt }) => savedAt)
	];
	return [
		...[NAME, '婉儿', NUMBER, NUMBER.toLowerCase(), EMAIL, candidate.id, '独家支行', candidate.unit.id],
		...[registration!.id, registration!.ticket!, attemptId],
		...times.map((time) => time.toISOString())
	];
}

/** Every way to fill in the parameters of a route with what belongs to the candidate. */
function fillings({ route }: Found, ids: Scene['ids']): Record<string, string>[] {
	const names = [...route.matchAll(/\[([^\]]+)\]/g)].map(([, name]) => name!);
	return names.reduce<Record<string, string>[]>(
		(all, name) =>
			all.flatMap((params) => (ids[name] ?? ids['id']!).map((value) => ({ ...params, [name]: value }))),
		[{}]
	);
}

/** What somebody reads at an address; null where they are refused or sent elsewhere. */
async function readAs(world: World, person: GivenPerson, one: Found, params: Record<string, string>) {
	const request = new Request(`http://localhost${pathOf(one.route, params)}`);
	const event = eventOf(world.ctx(person, OVER), { route: one.route, params, request, person });
	return wordsOf(() => one.handler(event));
}

async function wordsOf(run: () => unknown): Promise<string | null> {
	try {
		const reply = await run();
		if (reply instanceof Response) {
			const words = `${JSON.stringify([...reply.headers])} ${await reply.text()}`;
			return reply.ok ? words : null;
		}
		return JSON.stringify(isActionFailure(reply) ? reply.data : reply) ?? '';
	} catch (thrown) {
		if (isRedirect(thrown)) return thrown.location;
		if (isHttpError(thrown)) return null;
		throw thrown;
	}
}

onEveryDatabase('whoever marks an answer', (world) => {
	let scene: Scene;
	beforeAll(async () => {
		scene = await setScene(world);
	});
	const told = (words: string | null) => scene.tells.filter((tell) => words?.includes(tell));

	it('learns nowhere on the site whose it is, or when it was written', async () => {
		const leaks: string[] = [];
		const reached = new Set<string>();
		for (const one of found.filter(({ kind, name }) => kind === 'load' || name === 'GET'))
			for (const person of scene.people)
				for (const params of fillings(one, scene.ids)) {
					const words = await readAs(world, person, one, params);
					if (words === null) continue;
					reached.add(`${one.route} ${one.name}`);
					for (const tell of told(words)) leaks.push(`${one.route} ${one.name}: ${tell}`);
				}
		expect(leaks).toEqual([]);
		// A walk that comes to no page would find nothing.
		expect([...reached].filter((route) => route.includes('/staff/marking')).sort()).toEqual([
			'/(staff)/staff/marking load',
			'/(staff)/staff/marking/examples/[sitting] load',
			'/(staff)/staff/marking/moderation/[sitting] load',
			'/(staff)/staff/marking/moderation/[sitting]/[answer] load',
			'/(staff)/staff/marking/tasks/[task] load'
		]);
		expect([...reached].filter((route) => route.includes('/staff/sittings/[sitting]'))).toEqual([]);
	});

	it('learns it from no reply to what they do', async () => {
		const acts: [string, string, Record<string, string>, RequestInit][] = [];
		const form = (fields: Record<string, string>) => {
			const body = new FormData();
			for (const [name, value] of Object.entries(fields)) body.append(name, value);
			return { method: 'POST', body };
		};
		for (const { taskId } of scene.tasks) {
			const draft = { revision: 0, levels: { facts: 1 }, earned: '', note: '再看' };
			const task = '/(staff)/staff/marking/tasks/[task]';
			acts.push(
				[`${task}/draft`, 'PUT', { task: taskId }, { method: 'PUT', body: JSON.stringify(draft) }],
				[
					task,
					'default',
					{ task: taskId },
					form({ revision: '0', 'levels.facts': '0', 'levels.clear': '0' })
				],
				[task, 'default', { task: taskId }, form({ revision: '0', earned: '99' })]
			);
		}
		const [sittingId] = scene.ids['sitting']!;
		acts.push(['/(staff)/staff/marking', 'submit', {}, form({ sittingId: sittingId! })]);
		for (const answer of scene.ids['answer']!)
			for (const act of ['confirm', 'change'])
				acts.push([
					'/(staff)/staff/marking/moderation/[sitting]/[answer]',
					'default',
					{ sitting: sittingId!, answer },
					form({ version: '1', act, reason: '要点不全', 'levels.facts': '0', 'levels.clear': '0' })
				]);
		const leaks: string[] = [];
		let heard = 0;
		for (const person of scene.people)
			for (const [route, name, params, init] of acts) {
				const one = found.find((some) => some.route === route && some.name === name)!;
				const words = await undone(world, async (db) => {
					const request = new Request(`http://localhost${pathOf(route, params)}?/${name}`, {
						...init,
						body: init.body!
					});
					const ctx = { ...world.ctx(person, OVER), db };
					return wordsOf(() => one.handler(eventOf(ctx, { route, params, request, person })));
				});
				if (words !== null) heard++;
				leaks.push(...told(words).map((tell) => `${route} ${name}: ${tell}`));
			}
		expect(leaks).toEqual([]);
		expect(heard).toBeGreaterThan(5);
	});

	it('finds nothing in ids, codes and places: they are by chance, and other for everybody', async () => {
		const tasks = await world.db.select().from(markingTasks);
		const collected = await world.db.select().from(markingAnswers);
		for (const { id } of [...tasks, ...collected]) expect(id[14], 'a random id').toBe('4');
		const codes = [...tasks, ...collected].map(({ code }) => code);
		expect(new Set(codes).size).toBe(codes.length);
		const [plan] = await world.db.select().from(markingPlans);
		const asked = tasks.filter(({ turn }) => turn !== 'third');
		expect(asked.every(({ madeAt }) => madeAt.getTime() === plan!.allocatedAt!.getTime())).toBe(true);
	});
});

/** Runs something and undoes whatever it did. */
async function undone<T>(world: World, run: (db: Database) => Promise<T>): Promise<T> {
	class Undo extends Error {
		constructor(readonly result: T) {
			super('undo');
		}
	}
	try {
		return await world.db.transaction(async (tx): Promise<T> => {
			throw new Undo(await run(tx as unknown as Database));
		});
	} catch (error) {
		if (error instanceof Undo) return error.result;
		throw error;
	}
}
