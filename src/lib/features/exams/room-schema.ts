import { z } from 'zod';
import { id, key, requiredText, wholeNumber } from '$lib/shared/form';
import { seatOrders } from './seating';
import { roomKinds } from './states';

/** A text that may be left empty. */
const text = (max: number) => z.string().trim().max(max, key('app.field.too_long')).default('');

const emptyOr = <S extends z.ZodType>(number: S) =>
	z.union([z.literal('').transform(() => null), z.null(), z.undefined().transform(() => null), number]);

const fields = {
	kind: z.enum(roomKinds, key('app.field.choice')),
	name: requiredText(60),
	address: text(200),
	/** Empty: as many as come. */
	places: emptyOr(wholeNumber(1, 100_000)),
	/** One on a line; what is none is refused by the command. */
	ipRanges: text(2000).transform((lines) => [...new Set(lines.split(/[\s,;，；]+/).filter(Boolean))]),
	/** The room's password; empty where none is asked. Not named so: a form that is refused gives it back. */
	entryWord: text(40),
	/** Employee numbers, each perhaps with the name behind it. */
	invigilators: z
		.array(z.string().max(100))
		.max(50)
		.default([])
		.transform((lines) => [
			...new Set(lines.flatMap((line) => line.trim().split(/\s+/)[0]?.toUpperCase() || []))
		])
};

export const addRoomSchema = z.object({ ...fields, sittingId: id });
export type AddRoom = z.output<typeof addRoomSchema>;

export const updateRoomSchema = z.object({ ...fields, roomId: id });
export type UpdateRoom = z.output<typeof updateRoomSchema>;

export const removeRoomSchema = z.object({ roomId: id });
export type RemoveRoom = z.output<typeof removeRoomSchema>;

export const seatCandidatesSchema = z.object({
	sittingId: id,
	order: z.enum(seatOrders, key('app.field.choice'))
});
export type SeatCandidates = z.output<typeof seatCandidatesSchema>;

export const moveSeatSchema = z.object({
	registrationId: id,
	roomId: id,
	/** Empty: the lowest that is free. */
	chair: emptyOr(wholeNumber(1, 100_000))
});
export type MoveSeat = z.output<typeof moveSeatSchema>;

export const setNeedsSchema = z.object({
	registrationId: id,
	extraMinutes: wholeNumber(0, 480),
	breakMinutes: wholeNumber(0, 240),
	/** What it is given for; the candidate reads it. */
	needsNote: text(300)
});
export type SetNeeds = z.output<typeof setNeedsSchema>;
