import { expect, it } from 'vitest';
import {
	listNotifications,
	markAllRead,
	notify,
	openNotification,
	unreadOf,
	type Notice
} from '$lib/features/notifications/index.server';
import { createSessions } from '$lib/features/people/index.server';
import { withTransaction } from '$lib/server/db/transaction';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';

const tell = (
	world: World,
	personId: string,
	more: Partial<Notice> = {},
	at = new Date('2026-03-01T00:00:00Z')
) => {
	const ctx = world.ctx(undefined, at);
	return withTransaction(ctx, (tx) =>
		notify(tx, ctx, {
			personId,
			kind: 'other',
			params: { n: 1 },
			href: '/training',
			cause: `c${++world.counter}`,
			...more
		})
	);
};

/** What a page shows of it: the count comes with the session. */
async function countUnread(world: World, { id }: GivenPerson): Promise<number> {
	const sessions = createSessions(world.db, false, { unreadOf });
	const session = await sessions.createSession(id, { userAgent: 'Firefox/127.0 Linux' });
	const { user } = await sessions.validateSession(session.id);
	return user!.unread;
}

onEveryDatabase('the inbox', (world) => {
	it('tells a person once for a cause, and two people for the same', async () => {
		const [a, b] = [await givenPerson(world), await givenPerson(world)];
		await Promise.all([
			tell(world, a.id, { cause: 'same' }),
			tell(world, a.id, { cause: 'same' }),
			tell(world, b.id, { cause: 'same' })
		]);
		expect([await countUnread(world, a), await countUnread(world, b)]).toEqual([1, 1]);
	});

	it('lists one’s own, newest first, and marks them when opened', async () => {
		const [a, b] = [await givenPerson(world), await givenPerson(world)];
		await tell(world, a.id, { kind: 'first' }, new Date('2026-02-01T00:00:00Z'));
		await tell(world, a.id, { kind: 'second', href: '/inbox?x=1' }, new Date('2026-02-02T00:00:00Z'));
		const { rows, unread } = await listNotifications(world.ctx(a));
		expect(rows.map(({ kind }) => kind)).toEqual(['second', 'first']);
		expect(unread).toBe(2);
		const id = rows[0]!.id;
		await expect(openNotification(world.ctx(b), { id })).rejects.toMatchObject({ kind: 'not_found' });
		expect(await openNotification(world.ctx(a), { id })).toEqual({ href: '/inbox?x=1' });
		expect(await countUnread(world, a)).toBe(1);
		await markAllRead(world.ctx(a));
		expect(await countUnread(world, a)).toBe(0);
	});

	it('leads nowhere else', async () => {
		const a = await givenPerson(world);
		await tell(world, a.id, { href: '//evil.example' });
		const { rows } = await listNotifications(world.ctx(a));
		expect(await openNotification(world.ctx(a), { id: rows[0]!.id })).toEqual({ href: '/inbox' });
	});

	it('pages, and is nobody’s without signing in', async () => {
		const a = await givenPerson(world);
		for (let i = 0; i < 27; i++) await tell(world, a.id);
		expect((await listNotifications(world.ctx(a), { page: 2 })).rows).toHaveLength(2);
		await expect(listNotifications(world.ctx({ kind: 'anonymous' }))).rejects.toMatchObject({
			kind: 'forbidden'
		});
	});
});
