import { asc, inArray } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { localTimeIn } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { people } from '../../people/tables.server';
import { personOf, registeredFor } from '../held-room.server';
import { sheetState, slotOf, type SheetState } from '../sheets/compare';
import { loadSheets, type Sheet } from '../sheets/load-sheets.server';
import type { ReadingSource } from '../states';
import { findRoom } from './desk.server';

/** One reading, as everybody in the room may know of it: never what was read. */
export interface ReadingNote {
	by: string;
	source: ReadingSource;
	file: string;
	/** ISO. */
	at: string;
}

/** A candidate of a paper room, and how far the reading of their sheet is. */
export interface SheetRow {
	registrationId: string;
	attemptId: string | null;
	chair: number | null;
	ticket: string;
	name: string;
	employeeNo: string;
	state: SheetState;
	readings: ReadingNote[];
	/** Who settled what differed; null where nothing did, and before. */
	settledBy: string | null;
	differing: number;
	/** Whether the viewer may read it now, and whether they have. */
	mayRead: boolean;
	isMine: boolean;
}

/** How a paper room stands: its times, and how far every sheet is. Asks whether the room may be read. */
export async function getPaperDesk(ctx: Context, roomId: string) {
	const { room, mayAct, actorId } = await findPaperRoom(ctx, roomId);
	const sheets = await loadSheets(ctx.db, roomId);
	const names = await namesOf(ctx, sheets);
	const mayRead = mayAct && !room.closedAt && room.beganAt !== null;
	return {
		times: {
			beganAt: room.beganAt?.toISOString() ?? null,
			endedAt: room.endedAt?.toISOString() ?? null,
			/** As a form writes them, in the organisation's zone. */
			local: {
				beganAt: room.beganAt ? localTimeIn(room.beganAt) : '',
				endedAt: room.endedAt ? localTimeIn(room.endedAt) : ''
			},
			areSettled: sheets.some(({ outcome }) => outcome?.present)
		},
		mayAct: mayAct && !room.closedAt,
		mayRead,
		maySettle: mayRead && can(ctx.actor, 'exams.sitting.manage').ok,
		sheets: sheets.map((sheet) => rowOf(sheet, names, mayRead ? actorId : null))
	};
}
export type PaperDesk = Awaited<ReturnType<typeof getPaperDesk>>;

function rowOf(sheet: Sheet, names: ReadonlyMap<string, string>, actorId: string | null): SheetRow {
	const { registration, readings, outcome } = sheet;
	const slot = actorId === null || outcome ? null : slotOf(readings, actorId);
	return {
		...{ registrationId: registration.id, attemptId: outcome?.present ? sheet.paperId : null },
		...{ chair: registration.chair, ticket: registration.ticket },
		...{ name: sheet.name, employeeNo: sheet.employeeNo, state: sheetState(readings, outcome) },
		readings: readings.map(({ byId, source, file, readAt }) => ({
			...{ by: names.get(byId) ?? '', source, file, at: readAt.toISOString() }
		})),
		settledBy: outcome?.byId ? (names.get(outcome.byId) ?? '') : null,
		differing: outcome?.differing.length ?? 0,
		mayRead: slot !== null,
		isMine: readings.some(({ byId }) => byId === actorId)
	};
}

async function namesOf(ctx: Context, sheets: readonly Sheet[]): Promise<Map<string, string>> {
	const ids = sheets.flatMap(({ readings, outcome }) => [
		...readings.map(({ byId }) => byId),
		...(outcome?.byId ? [outcome.byId] : [])
	]);
	if (!ids.length) return new Map();
	const rows = await ctx.db
		.select({ id: people.id, name: people.name })
		.from(people)
		.where(inArray(people.id, [...new Set(ids)]))
		.orderBy(asc(people.id));
	return new Map(rows.map(({ id, name }) => [id, name]));
}

/** A paper room that the viewer may read, and whether they may act in it. Throws notFound for a room of another kind. */
export async function findPaperRoom(ctx: Context, roomId: string) {
	const { room, sitting, personId } = await findRoom(ctx, roomId);
	if (room.kind !== 'paper') throw notFound();
	const actorId = personOf(ctx.actor);
	const parties = { candidate: await registeredFor(ctx.db, sitting.id, actorId) };
	const subject = { personId, parties };
	const mayAct = can(ctx.actor, 'exams.room.invigilate', subject).ok;
	return { room, sitting, mayAct, actorId, subject };
}

/** A paper room for whoever reads its sheets. Throws notFound and forbidden. */
export async function findReadRoom(ctx: Context, roomId: string) {
	const found = await findPaperRoom(ctx, roomId);
	authorize(ctx.actor, 'exams.room.invigilate', found.subject);
	if (!found.actorId) throw notFound();
	return { ...found, actorId: found.actorId };
}
