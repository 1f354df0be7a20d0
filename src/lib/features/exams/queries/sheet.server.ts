import { authorize } from '$lib/access/can';
import type { AnyGiven } from '$lib/features/bank';
import { loadStaffI18n } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import { csvOf } from '$lib/server/sheets';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { UNCLEAR, writeCell } from '../sheets/cells';
import { differingOf, slotOf, type Reading } from '../sheets/compare';
import { loadQuestions, loadSheets, type Sheet } from '../sheets/load-sheets.server';
import { fieldOf, type SheetQuestion } from '../sheets/numbering';
import { readScanned } from '../sheets/scan.server';
import { positionsOf } from '../sheets/take-sheets.server';
import { findReadRoom } from './paper-desk.server';

/** Most problems of a file that a page shows. */
const SHOWN = 100;

/**
 * A candidate's sheet for whoever reads it: what there is to fill in, and their own earlier reading; nothing of what is asked,
 * and nothing of what another has read.
 */
export async function getSheet(ctx: Context, roomId: string, registrationId: string) {
	const { room, actorId } = await findReadRoom(ctx, roomId);
	const { sheet, questions } = await findSheet(ctx, roomId, registrationId);
	if (sheet.outcome) throw conflict('staffSheets.sheet.settled');
	const slot = slotOf(sheet.readings, actorId);
	if (slot === null) throw conflict('staffSheets.sheet.taken');
	const own = sheet.readings.find(({ byId }) => byId === actorId) ?? null;
	return {
		...headOf(sheet, room),
		fields: questions.map(fieldOf),
		own: own && { present: own.present, cells: await cellsOf(ctx, questions, own) }
	};
}
export type SheetForm = Awaited<ReturnType<typeof getSheet>>;

/** The next sheet after one, by chair, that somebody may read and has not; null where there is none. */
export async function findNextSheet(ctx: Context, roomId: string, after: string): Promise<string | null> {
	const { actorId } = await findReadRoom(ctx, roomId);
	const sheets = await loadSheets(ctx.db, roomId);
	const at = sheets.findIndex(({ registration }) => registration.id === after);
	const next = [...sheets.slice(at + 1), ...sheets.slice(0, at + 1)].find(
		({ outcome, readings, paperId }) =>
			paperId && !outcome && readings.length < 2 && !readings.some(({ byId }) => byId === actorId)
	);
	return next?.registration.id ?? null;
}

/** Where two readings of a sheet differ, for whoever settles it with the sheet before them. */
export async function getDifferences(ctx: Context, roomId: string, registrationId: string) {
	const { room } = await findReadRoom(ctx, roomId);
	authorize(ctx.actor, 'exams.sitting.manage');
	const { sheet, questions } = await findSheet(ctx, roomId, registrationId);
	const [first, second] = sheet.readings;
	if (sheet.outcome) throw conflict('staffSheets.sheet.settled');
	if (!first || !second) throw conflict('staffSheets.sheet.unread');
	const differing = differingOf(positionsOf(questions), first, second);
	const doubtful = questions.filter(({ position }) => differing.includes(position));
	const read = [await cellsOf(ctx, doubtful, first), await cellsOf(ctx, doubtful, second)];
	return {
		...headOf(sheet, room),
		presence: [first.present, second.present],
		fields: doubtful.map((question) => ({
			...fieldOf(question),
			read: read.map((cells) => cells[question.number] ?? null)
		})),
		agreed: questions.length - doubtful.length
	};
}
export type SheetDifferences = Awaited<ReturnType<typeof getDifferences>>;

/** The room whose file is brought. */
export async function getReadRoom(ctx: Context, roomId: string) {
	const { room } = await findReadRoom(ctx, roomId);
	return { room: { id: room.id, name: room.name } };
}

/** What a scanner's file would do. Changes nothing. */
export async function previewScan(
	ctx: Context,
	{ roomId, text, file = '' }: { roomId: string; text: string; file?: string | undefined }
) {
	const { actorId } = await findReadRoom(ctx, roomId);
	const { sheets, questions } = await load(ctx, roomId);
	const { problems, readings, left } = readScanned(text, file, actorId, sheets, questions);
	const present = readings.filter(({ reading }) => reading.present);
	return {
		...{ text, file, left, problems: problems.slice(0, SHOWN), more: Math.max(0, problems.length - SHOWN) },
		...{ present: present.length, absent: readings.length - present.length },
		unclear: present.reduce((sum, { reading }) => sum + reading.unclear.length, 0)
	};
}
export type ScanPreview = Awaited<ReturnType<typeof previewScan>>;

/** An empty file for a room: a line for each candidate in the order of chairs, a column for each number. */
export async function scanTemplate(
	ctx: Context,
	roomId: string
): Promise<{ bytes: Uint8Array; name: string }> {
	await findReadRoom(ctx, roomId);
	const { sheets, questions } = await load(ctx, roomId);
	const { t } = await loadStaffI18n(ctx.locale);
	const longest = Math.max(0, ...[...questions.values()].map(({ length }) => length));
	const numbers = Array.from({ length: longest }, (_, at) => String(at + 1));
	const head = (['ticket', 'seat', 'name', 'present'] as const).map((key) =>
		t(`staffSheets.scan.head.${key}`)
	);
	const rows = sheets.map(({ registration, name }) => [
		...[registration.ticket, registration.chair, name, ''],
		...numbers.map(() => '')
	]);
	return { bytes: csvOf({ name: '', head: [...head, ...numbers], rows }), name: 'answers.csv' };
}

async function load(ctx: Context, roomId: string) {
	const sheets = await loadSheets(ctx.db, roomId);
	const paperIds = sheets.flatMap(({ paperId }) => paperId ?? []);
	return { sheets, questions: await loadQuestions(ctx.db, paperIds) };
}

async function findSheet(ctx: Context, roomId: string, registrationId: string) {
	const [sheet] = isId(registrationId) ? await loadSheets(ctx.db, roomId, [registrationId]) : [];
	if (!sheet) throw notFound();
	const { paperId } = sheet;
	const questions = paperId ? ((await loadQuestions(ctx.db, [paperId])).get(paperId) ?? []) : [];
	return { sheet, questions };
}

const headOf = ({ registration, name, employeeNo }: Sheet, room: { id: string; name: string }) => ({
	...{ registrationId: registration.id, ticket: registration.ticket, chair: registration.chair },
	...{ name, employeeNo, room: { id: room.id, name: room.name } }
});

/** A reading as it is written down, by printed number; null for what was not read, since nobody was there. */
async function cellsOf(
	ctx: Context,
	questions: readonly SheetQuestion[],
	reading: Reading
): Promise<Record<string, string>> {
	if (!reading.present) return {};
	const { t } = await loadStaffI18n(ctx.locale);
	const signs = { true: t('bankPrint.answer.true'), false: t('bankPrint.answer.false') };
	return Object.fromEntries(
		questions.map(({ number, position, shown }) => [
			number,
			reading.unclear.includes(position)
				? UNCLEAR
				: writeCell(shown, (reading.given[position] as AnyGiven | undefined) ?? null, signs)
		])
	);
}
