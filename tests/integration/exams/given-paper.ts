import { eq } from 'drizzle-orm';
import type { Aliases, AnyGiven, Question } from '$lib/features/bank';
import { itemKeys } from '$lib/features/bank/tables.server';
import { prepareSitting, recordTimes } from '$lib/features/exams/index.server';
import { writeCell } from '$lib/features/exams/sheets/cells';
import { loadQuestions } from '$lib/features/exams/sheets/load-sheets.server';
import type { SheetQuestion } from '$lib/features/exams/sheets/numbering';
import { attemptItems, attemptPapers, registrations, sittingRooms } from '$lib/features/exams/tables.server';
import type { World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { rightAnswer, wrongAnswer } from '../../../drizzle/seed/demo/answers';
import { after, givenCandidate, givenSitting, STARTED } from './given';
import { givenRoom, seat } from './given-rooms';

const MINUTE = 60_000;
export const beganAt = STARTED;
export const endedAt = after(STARTED, 30 * MINUTE);
/** When sheets are read: two hours later. */
export const READING = after(STARTED, 120 * MINUTE);
export const signs = { true: '对', false: '错' };

/** A candidate of a paper room with their paper, and what stands on a sheet that is right everywhere, by printed number. */
export interface Writer {
	candidate: GivenPerson;
	registrationId: string;
	ticket: string;
	attemptId: string;
	questions: SheetQuestion[];
	right: Record<string, string>;
	/** What a cell says instead that is wrong. */
	wrong: Record<string, string>;
	/** The right answers by position, in the ids that are shown. */
	given: Record<string, AnyGiven>;
}

/** A paper room whose papers are drawn, with an invigilator who holds no role and an officer; times are noted unless said. */
export async function givenPaperRoom(world: World, { candidates = 2, times = true, sittingId = '' } = {}) {
	const sitting = sittingId || (await givenSitting(world));
	const { roomId, invigilator } = await givenRoom(world, sitting, '县支行会议室');
	await world.db.update(sittingRooms).set({ kind: 'paper' }).where(eq(sittingRooms.id, roomId));
	const seated: { candidate: GivenPerson; registrationId: string }[] = [];
	for (let chair = 1; chair <= candidates; chair++) {
		const candidate = await givenCandidate(world, sitting);
		seated.push({ candidate, registrationId: await seat(world, sitting, candidate, roomId, chair) });
	}
	await prepareSitting(world.ctx(undefined, after(STARTED, -90 * MINUTE)), { sittingId: sitting });
	const officer = await givenPerson(world, { roles: ['hrOfficer'] });
	if (times) await recordTimes(world.ctx(invigilator, READING), { roomId, beganAt, endedAt });
	const writers: Writer[] = [];
	for (const one of seated) writers.push({ ...one, ...(await paperOf(world, one.registrationId)) });
	return { sittingId: sitting, roomId, invigilator, officer, writers };
}

async function paperOf(world: World, registrationId: string) {
	const [row] = await world.db
		.select({
			ticket: registrations.ticket,
			personId: registrations.personId,
			sittingId: registrations.sittingId
		})
		.from(registrations)
		.where(eq(registrations.id, registrationId));
	const papers = await world.db.select().from(attemptPapers).where(eq(attemptPapers.personId, row!.personId));
	const attemptId = papers.find(({ sittingId }) => sittingId === row!.sittingId)!.id;
	const questions = (await loadQuestions(world.db, [attemptId])).get(attemptId)!;
	const keys = await world.db
		.select({ position: attemptItems.position, question: itemKeys.question, aliases: itemKeys.aliases })
		.from(attemptItems)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
		.where(eq(attemptItems.attemptId, attemptId));
	const byPosition = new Map(keys.map((key) => [key.position, key]));
	const cellsOf = (answer: typeof rightAnswer) =>
		Object.fromEntries(
			questions.map(({ number, position, shown }) => {
				const { question, aliases } = byPosition.get(position)!;
				return [
					number,
					writeCell(shown, answer(question as Question, aliases as Aliases) as AnyGiven, signs)
				];
			})
		);
	const given = Object.fromEntries(
		questions.map(({ position, shown }) => {
			const { question, aliases } = byPosition.get(position)!;
			const right = rightAnswer(question as Question, aliases as Aliases) as AnyGiven;
			// Several options are kept as they are shown.
			return [
				position,
				shown.type === 'multiple'
					? shown.options.flatMap(({ id }) => ((right as string[]).includes(id) ? [id] : []))
					: right
			];
		})
	);
	return {
		...{ ticket: row!.ticket, attemptId, questions, given },
		...{ right: cellsOf(rightAnswer), wrong: cellsOf(wrongAnswer as typeof rightAnswer) }
	};
}

/** A scanner's file: a line for each of these cells, by ticket; null: absent. */
export function scanOf(lines: readonly { ticket: string; cells: Record<string, string> | null }[]): string {
	const numbers = [...new Set(lines.flatMap(({ cells }) => Object.keys(cells ?? {})))].sort(
		(a, b) => Number(a) - Number(b)
	);
	const rows = lines.map(({ ticket, cells }) => [
		...[ticket, cells ? '' : '缺'],
		...numbers.map((number) => cells?.[number] ?? '')
	]);
	return [['准考证号', '到考', ...numbers], ...rows].map((row) => row.join(',')).join('\r\n');
}
