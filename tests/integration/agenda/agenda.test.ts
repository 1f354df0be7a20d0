import { expect, it } from 'vitest';
import {
	clearEngagements,
	endCalendarFeed,
	engage,
	findClashes,
	getAgenda,
	getCalendar,
	readCalendarFeed,
	renewCalendarFeed,
	setEngagements
} from '$lib/features/agenda/index.server';
import { calendarFeeds, engagements } from '$lib/features/agenda/tables.server';
import type { Database } from '$lib/server/db/database';
import { newId } from '$lib/shared/ids';
import { NOW, onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';

const at = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);

onEveryDatabase('agenda', (world) => {
	const session = () => ({ type: 'classSession' as const, id: newId(NOW) });
	const row = (person: GivenPerson, from: number, to: number) => ({
		...{
			personId: person.id,
			title: { 'zh-CN': '实战班', en: 'Practice' },
			place: '301',
			href: '/classes/1'
		},
		...{ startsAt: at(from), endsAt: at(to) }
	});
	const set = (source: ReturnType<typeof session>, rows: ReturnType<typeof row>[], now = NOW) =>
		world.db.transaction((tx) =>
			setEngagements(tx as unknown as Database, world.ctx(undefined, now), source, rows)
		);

	it('finds what overlaps, not what touches, is tentative, has no hours or is left out', async () => {
		const person = await givenPerson(world);
		const source = session();
		await set(source, [row(person, 1, 3)]);
		const clashes = (from: number, to: number, except: ReturnType<typeof session>[] = []) =>
			findClashes(world.db, [person.id], at(from), at(to), except).then((found) => found.length);
		expect(await clashes(2, 4)).toBe(1);
		expect(await clashes(0, 9)).toBe(1);
		expect([await clashes(3, 4), await clashes(0, 1), await clashes(2, 4, [source])]).toEqual([0, 0, 0]);
		await set(source, [{ ...row(person, 1, 3), tentative: true } as never]);
		expect(await clashes(2, 4)).toBe(0);
		await set(source, [{ ...row(person, 1, 3), dayOnly: true } as never]);
		expect(await clashes(2, 4)).toBe(0);
		expect(await getAgenda(world.ctx(person), at(0), at(9))).toMatchObject([
			{ dayOnly: true, tentative: false }
		]);
	});

	it('replaces what a source says, touches what did not change, and takes it back', async () => {
		const [one, two] = [await givenPerson(world), await givenPerson(world)];
		const source = session();
		await set(source, [row(one, 1, 2), row(two, 1, 2)]);
		await set(source, [row(one, 1, 2), row(two, 2, 3)], at(5));
		const rows = await world.db.select().from(engagements);
		const changed = (person: GivenPerson) => rows.find(({ personId }) => personId === person.id)!.updatedAt;
		expect([changed(one), changed(two)]).toEqual([NOW, at(5)]);
		await set(source, [row(two, 2, 3)], at(6));
		expect(await getAgenda(world.ctx(one), at(0), at(9))).toEqual([]);
		const tx = world.db as unknown as Database;
		await engage(tx, world.ctx(), source, [row(one, 1, 2)]);
		await clearEngagements(tx, source, two.id);
		expect(await getAgenda(world.ctx(two), at(0), at(9))).toEqual([]);
		expect(await getAgenda(world.ctx(one), at(0), at(9))).toHaveLength(1);
	});

	it('shows weeks with what goes on over several days under each', async () => {
		const person = await givenPerson(world);
		await set(session(), [row(person, 0, 50)]);
		const { weeks } = await getCalendar(world.ctx(person), null);
		expect(weeks).toHaveLength(4);
		expect(weeks[0]!.days.map(({ date }) => date)).toEqual(['2026-03-02', '2026-03-03', '2026-03-04']);
	});

	it('is fed at a secret address, whose token is kept nowhere, until it is renewed or ended', async () => {
		const person = await givenPerson(world);
		const source = session();
		await set(source, [row(person, 1, 3)]);
		const read = (token: string) =>
			readCalendarFeed(world.ctx({ kind: 'anonymous' }), token, 'https://x.example');
		const { token } = await renewCalendarFeed(world.ctx(person));
		expect(Buffer.from(token, 'base64url')).toHaveLength(32);
		const text = await read(token);
		expect(text).toContain(`UID:classSession-${source.id}@jinjie`);
		expect(text).toContain('SUMMARY:实战班');
		expect(JSON.stringify(await world.db.select().from(calendarFeeds))).not.toContain(token);
		const next = await renewCalendarFeed(world.ctx(person));
		await expect(read(token)).rejects.toMatchObject({ kind: 'not_found' });
		await read(next.token);
		await endCalendarFeed(world.ctx(person));
		await expect(read(next.token)).rejects.toMatchObject({ kind: 'not_found' });
		await expect(endCalendarFeed(world.ctx(person))).rejects.toMatchObject({ code: 'agenda.feed.none' });
		await expect(read('')).rejects.toMatchObject({ kind: 'not_found' });
		const left = await givenPerson(world, { status: 'left' });
		const gone = await renewCalendarFeed(world.ctx(left));
		await expect(read(gone.token)).rejects.toMatchObject({ kind: 'not_found' });
	});
});
