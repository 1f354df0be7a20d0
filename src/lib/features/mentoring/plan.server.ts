import { and, asc, eq, gte, isNull, lt, lte, sql } from 'drizzle-orm';
import {
	clearEngagements,
	describeClashes,
	engage,
	findClashes,
	holdAgendas,
	type Source
} from '$lib/features/agenda/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { addDays, instantIn, type IsoDate } from '$lib/shared/dates';
import { notFound, Refusal } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { requireAgreed, sideOf } from './agreement.server';
import { authorize } from '$lib/access/can';
import { lockPairing, namesOf, type LockedPairing } from './load.server';
import { decidePlan } from './plan';
import { plannedSessions } from './tables.server';

export type PlannedSession = typeof plannedSessions.$inferSelect;
type When = Pick<PlannedSession, 'startsAt' | 'endsAt'>;

const sourceOf = (id: string): Source => ({ type: 'shadowing', id });

/** The times that a form names; refuses what is past, outside the pairing or over midnight, at its field. */
export function readWhen(
	ctx: Context,
	pairing: LockedPairing,
	{ day, time, minutes }: { day: IsoDate; time: string; minutes: number }
): When {
	const startsAt = instantIn(`${day}T${time}`);
	const midnight = instantIn(`${addDays(day, 1)}T00:00`);
	if (!startsAt || !midnight) throw notFound();
	const decision = decidePlan({ day, startsAt, minutes }, { pairing, now: ctx.now, midnight });
	if (decision.ok) return { startsAt, endsAt: new Date(startsAt.getTime() + minutes * 60_000) };
	const { code, params } = decision;
	if (code === 'mentoring.pairing.ended') throw new Refusal('conflict', code, params);
	const field = code.startsWith('mentoring.date.')
		? 'day'
		: code === 'mentoring.minutes.range'
			? 'minutes'
			: 'time';
	throw new Refusal('invalid', code, params, { [field]: code });
}

/** The pairing, locked, for the side that plans in it: both do, nobody else, and only once both have signed. */
export async function lockToPlan(
	tx: Database,
	ctx: Context,
	pairingId: string
): Promise<{ pairing: LockedPairing; me: string; other: string }> {
	const pairing = await lockPairing(tx, ctx, pairingId);
	const isMentor = sideOf(ctx, pairing) === 'mentor';
	const [me, other] = isMentor
		? [pairing.mentorId, pairing.traineeId]
		: [pairing.traineeId, pairing.mentorId];
	authorize(ctx.actor, 'mentoring.session.plan', { personId: me });
	await requireAgreed(tx, pairing);
	return { pairing, me, other };
}

/** A planned session with its pairing locked; whoever may not read the pairing does not find it. */
export async function lockSession(tx: Database, ctx: Context, sessionId: string) {
	const find = () => tx.select().from(plannedSessions).where(eq(plannedSessions.id, sessionId));
	const [place] = isId(sessionId) ? await find() : [];
	if (!place) throw notFound();
	const locked = await lockToPlan(tx, ctx, place.pairingId);
	const [session] = await find();
	return { ...locked, session: session! };
}

/**
 * Puts a planned session into both agendas. Refuses when either is taken then: the own engagements by name, the
 * other's only by their time, for what they are is not everybody's to know.
 */
export async function takeTime(
	tx: Database,
	ctx: Context,
	pairing: LockedPairing,
	session: Pick<PlannedSession, 'id' | 'note'> & When,
	me: string
): Promise<void> {
	const both = [pairing.traineeId, pairing.mentorId];
	await holdAgendas(tx, both);
	const { id, startsAt, endsAt } = session;
	const clashes = await findClashes(tx, both, startsAt, endsAt, [sourceOf(id)]);
	const names = await namesOf(tx, both);
	if (clashes.length) {
		const busy = { 'zh-CN': '已有安排', en: 'another engagement' };
		const told = clashes.map((clash) => (clash.personId === me ? clash : { ...clash, title: busy }));
		const what = await describeClashes(ctx, told, names);
		throw new Refusal('conflict', 'mentoring.plan.clash', { what }, { time: 'mentoring.plan.clash' });
	}
	const rows = both.map((personId) => {
		const other = names.get(both.find((one) => one !== personId)!) ?? '';
		return {
			...{ personId, startsAt, endsAt, place: session.note || null, href: `/mentoring/${pairing.id}` },
			title: { 'zh-CN': `约定跟班：${other}`, en: `Planned shadowing: ${other}` }
		};
	});
	await engage(tx, ctx, sourceOf(id), rows);
}

/** Gives the time of a planned session back. */
export const giveTimeBack = (tx: Database, sessionId: string): Promise<void> =>
	clearEngagements(tx, sourceOf(sessionId));

/**
 * Cancels what was planned after the last day, and everything ahead once the pairing has ended. Returns how many; the
 * caller tells the two, and holds the pairing's lock.
 */
export async function dropPlanned(
	tx: Database,
	ctx: Context,
	pairingId: string,
	after: IsoDate | 'now'
): Promise<number> {
	const from = after === 'now' ? ctx.now : instantIn(`${addDays(after, 1)}T00:00`)!;
	const dropped = await tx
		.update(plannedSessions)
		.set({ state: 'cancelled' })
		.where(
			and(
				eq(plannedSessions.pairingId, pairingId),
				eq(plannedSessions.state, 'planned'),
				gte(plannedSessions.startsAt, from)
			)
		)
		.returning({ id: plannedSessions.id });
	for (const { id } of dropped) await giveTimeBack(tx, id);
	return dropped.length;
}

/**
 * A logged session is the planned one of that day, if there is one that has begun: it is held, and the entry stands
 * in the agendas in its place. Of several the one nearest to when the entry began.
 */
export async function holdPlanned(
	tx: Database,
	ctx: Context,
	entry: { id: string; pairingId: string; occurredOn: IsoDate; startedAt: Date | null }
): Promise<void> {
	const [from, to] = [entry.occurredOn, addDays(entry.occurredOn, 1)].map((day) =>
		instantIn(`${day}T00:00`)!
	);
	const near = (entry.startedAt ?? from)!.toISOString();
	const [session] = await tx
		.select({ id: plannedSessions.id })
		.from(plannedSessions)
		.where(
			and(
				eq(plannedSessions.pairingId, entry.pairingId),
				eq(plannedSessions.state, 'planned'),
				isNull(plannedSessions.entryId),
				gte(plannedSessions.startsAt, from!),
				lt(plannedSessions.startsAt, to!),
				lte(plannedSessions.startsAt, ctx.now)
			)
		)
		.orderBy(
			sql`abs(extract(epoch from ${plannedSessions.startsAt} - ${near}::timestamptz))`,
			asc(plannedSessions.id)
		)
		.limit(1);
	if (!session) return;
	await tx
		.update(plannedSessions)
		.set({ state: 'held', entryId: entry.id })
		.where(and(eq(plannedSessions.id, session.id), eq(plannedSessions.state, 'planned')));
	await giveTimeBack(tx, session.id);
}
