import { randomInt } from 'node:crypto';
import { count, desc, eq, inArray, sql } from 'drizzle-orm';
import { notifyMany } from '$lib/features/notifications/index.server';
import { holdersOf } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { certificateRevocations, statusLists, statusPlaces } from '../tables.server';
import { findIssuer, type Issuer } from './issuer.server';
import { currentKeys } from './keyring.server';
import { signDocument } from './sign.server';
import { STATUS_LIST_LENGTH } from './status';
import { drawPlace, statusListCredential } from './status-list.server';

const DAY_MS = 86_400_000;
/** A list is taken for full when half of its places are: drawing one stays a matter of two tries. */
const FULL = STATUS_LIST_LENGTH / 2;
/** Administrators are told when a list has fewer days left: it should have been signed five times since. */
const ALARM_DAYS = 2;

export interface Place {
	list: number;
	place: number;
}

/** Address of a list, as credentials name it. */
export const listAddress = (origin: string, list: number): string => `${origin}/status-lists/${list}`;

/** The places of certificates; those without one are given one in the newest list, or in a new one when it is full. */
export async function placesOf(ctx: Context, certificateIds: readonly string[]): Promise<Map<string, Place>> {
	return withTransaction(ctx, async (tx) => {
		const given = await tx
			.select()
			.from(statusPlaces)
			.where(inArray(statusPlaces.certificateId, [...certificateIds]));
		const places = new Map(given.map((row) => [row.certificateId, row]));
		const without = certificateIds.filter((id) => !places.has(id));
		if (!without.length) return places;
		const list = await newestList(tx, without.length);
		const rows = await tx
			.select({ place: statusPlaces.place })
			.from(statusPlaces)
			.where(eq(statusPlaces.list, list));
		const taken = new Set(rows.map(({ place }) => place));
		const drawn = without.map((certificateId) => {
			const place = drawPlace(taken, (limit) => randomInt(limit));
			taken.add(place);
			return { certificateId, list, place };
		});
		// Two jobs may hold the same certificate: the first has given it its place.
		const written = await tx.insert(statusPlaces).values(drawn).onConflictDoNothing().returning();
		for (const row of written) places.set(row.certificateId, row);
		return places;
	});
}

/** The list that has room, locked until the end of the transaction. */
async function newestList(tx: Database, room: number): Promise<number> {
	await tx.insert(statusLists).values({ number: 1 }).onConflictDoNothing();
	const [newest] = await tx
		.select({ number: statusLists.number })
		.from(statusLists)
		.orderBy(desc(statusLists.number))
		.limit(1)
		.for('update');
	const number = newest?.number ?? 1;
	const [held] = await tx.select({ count: count() }).from(statusPlaces).where(eq(statusPlaces.list, number));
	if ((held?.count ?? 0) + room <= FULL) return number;
	await tx
		.insert(statusLists)
		.values({ number: number + 1 })
		.onConflictDoNothing();
	return number + 1;
}

/**
 * Signs every list anew that is a day old, lacks a revocation, or was signed when the site had another address; a new one for the
 * first time. Does nothing where the installation cannot sign. Any number may run at once.
 */
export async function signLists(ctx: Context): Promise<void> {
	const issuer = findIssuer();
	if (!issuer) return;
	const old = new Date(ctx.now.getTime() - DAY_MS);
	const due = await ctx.db
		.select({ number: statusLists.number })
		.from(statusLists)
		.where(
			sql`${statusLists.signedAt} is null or ${statusLists.signedAt} <= ${old.toISOString()}::timestamptz
				or ${statusLists.signed}::jsonb ->> 'issuer' <> ${issuer.did} or ${statusLists.revoked} <> (
				select count(*) from ${statusPlaces} p join ${certificateRevocations} r on r.certificate_id = p.certificate_id
				where p.list = ${statusLists.number})`
		)
		.orderBy(statusLists.number);
	for (const { number } of due) await signList(ctx, issuer, number);
}

async function signList(ctx: Context, issuer: Issuer, number: number): Promise<void> {
	const keys = await currentKeys(ctx, issuer);
	await withTransaction(ctx, async (tx) => {
		// Locked first: whoever signs later has read what this one has.
		await tx.select().from(statusLists).where(eq(statusLists.number, number)).for('update');
		const rows = await tx
			.select({ place: statusPlaces.place })
			.from(statusPlaces)
			.innerJoin(certificateRevocations, eq(certificateRevocations.certificateId, statusPlaces.certificateId))
			.where(eq(statusPlaces.list, number));
		const list = statusListCredential({
			list: listAddress(issuer.origin, number),
			issuer: issuer.did,
			revoked: rows.map(({ place }) => place),
			at: ctx.now
		});
		const signed = await signDocument(list, { issuer: issuer.did, key: keys.Ed25519, at: ctx.now });
		await tx
			.update(statusLists)
			.set({
				signed: JSON.stringify(signed),
				revoked: rows.length,
				signedAt: ctx.now,
				validUntil: new Date(list.validUntil)
			})
			.where(eq(statusLists.number, number));
	});
}

/** A list as it was signed last, for anybody; null when there is none of that number. */
export async function readList(ctx: Context, number: number): Promise<string | null> {
	if (!Number.isInteger(number) || number < 1 || number > 1_000_000) return null;
	const [list] = await ctx.db
		.select({ signed: statusLists.signed })
		.from(statusLists)
		.where(eq(statusLists.number, number));
	return list?.signed ?? null;
}

/** Tells administrators, once a day, of each list that soon runs out because nothing signs it. */
export async function watchLists(ctx: Context): Promise<void> {
	const today = dateIn(ctx.now);
	const limit = new Date(ctx.now.getTime() + ALARM_DAYS * DAY_MS);
	await withTransaction(ctx, async (tx) => {
		const lists = await tx
			.select()
			.from(statusLists)
			.where(sql`${statusLists.validUntil} < ${limit.toISOString()}::timestamptz`);
		if (!lists.length) return;
		const holders = await holdersOf(tx, 'certificates.key.manage', today);
		await notifyMany(
			tx,
			ctx,
			lists.flatMap(({ number, validUntil }) =>
				holders.map((personId) => ({
					...{ personId, kind: 'certificates.listRunsOut' },
					params: { list: number, until: validUntil?.toISOString() ?? '' },
					href: '/staff/certificates/keys',
					cause: `certificates.listRunsOut:${number}:${today}`
				}))
			)
		);
	});
}
