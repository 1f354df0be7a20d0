import { randomInt } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict, invalid, notFound } from '$lib/shared/errors';
import { isRange } from './entry.server';
import { holdSitting, type RoomRow, type SittingRow } from './places.server';
import { decideSetUp } from './rules';
import type { AddRoom } from './schema';
import { registrations, sittingRooms } from './tables.server';

/** Holds a sitting that has not opened, to change its rooms or what candidates have in them. */
export async function holdForSetUp(tx: Database, ctx: Context, sittingId: string): Promise<SittingRow> {
	const sitting = await holdSitting(tx, sittingId);
	authorize(ctx.actor, 'exams.sitting.manage');
	const decision = decideSetUp(sitting, ctx.now);
	if (!decision.ok) throw conflict(decision.code);
	return sitting;
}

/** A room with its sitting, held. Throws notFound. */
export async function holdRoom(tx: Database, ctx: Context, roomId: string) {
	const [found] = await tx.select().from(sittingRooms).where(eq(sittingRooms.id, roomId));
	if (!found) throw notFound();
	const sitting = await holdForSetUp(tx, ctx, found.sittingId);
	const [room] = await tx.select().from(sittingRooms).where(eq(sittingRooms.id, roomId));
	if (!room) throw notFound();
	return { sitting, room };
}

/** A registration that stands, with its sitting, held. Throws notFound. */
export async function holdRegistration(tx: Database, ctx: Context, registrationId: string) {
	const which = eq(registrations.id, registrationId);
	const [found] = await tx.select({ sittingId: registrations.sittingId }).from(registrations).where(which);
	if (!found) throw notFound();
	const sitting = await holdForSetUp(tx, ctx, found.sittingId);
	const [registration] = await tx.select().from(registrations).where(which).for('update');
	if (!registration || registration.withdrawnAt) throw notFound();
	return { sitting, registration };
}

/** A room's columns as a form gives them; refused at the field where an address range is none. */
export function columnsOfRoom({
	kind,
	name,
	address,
	places,
	ipRanges,
	entryWord
}: Omit<AddRoom, 'sittingId'>) {
	// Nobody comes into a paper room from anywhere, or says a password there.
	if (kind === 'paper') return { kind, name, address, places, ipRanges: [], password: '' };
	if (!ipRanges.every(isRange)) throw invalid('app.form', { ipRanges: 'exams.room.range' });
	const where = kind === 'online' ? '' : address;
	return { kind, name, address: where, places, ipRanges, password: entryWord };
}

/** A room as the record keeps it: that it has a password, never which. */
export const withoutPassword = ({ password, ...room }: Partial<RoomRow>) => ({
	...room,
	hasPassword: Boolean(password)
});

/** Neither vowels nor letters that look like digits: nothing is misread, and no word comes of it. */
const SIGNS = 'bcdfghjkmnpqrstvwxz23456789';

/** A password to say in a room. */
export function suggestPassword(): string {
	const part = () => Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
	return `${part()}-${part()}`;
}
