import { and, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import {
	closeRoom,
	drawPapers,
	enterRoom,
	findNextSheet,
	getDifferences,
	getOwnPlace,
	getOwnSitting,
	getPaperDesk,
	getRoomRecord,
	getSheet,
	listCandidates,
	previewScan,
	printRoom,
	readScan,
	readSheet,
	recordTimes,
	releaseResults,
	scanTemplate,
	settleSheet,
	startAttempt
} from '$lib/features/exams/index.server';
import {
	answers,
	attemptResults,
	attempts,
	registrations,
	sheetOutcomes,
	sheetReadings,
	sittingRooms
} from '$lib/features/exams/tables.server';
import { brokenConstraint } from '$lib/server/db/transaction';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import {
	after,
	givenBank,
	givenCandidate,
	givenRelease,
	givenSitting,
	REGISTERING,
	STARTED,
	times
} from './given';
import { beganAt, endedAt, givenPaperRoom, READING, scanOf, type Writer } from './given-paper';
import { eventsOf, givenRoom, seat } from './given-rooms';
import { givenSittingOfKinds } from './kinds';

const MINUTE = 60_000;
const code = (name: string) => ({ code: name });

const attemptOf = async (world: World, attemptId: string) =>
	(await world.db.select().from(attempts).where(eq(attempts.id, attemptId)))[0];
const answersOf = async (world: World, attemptId: string) =>
	Object.fromEntries(
		(await world.db.select().from(answers).where(eq(answers.attemptId, attemptId))).map((row) => [
			row.position,
			row.given
		])
	);
const outcomeOf = async (world: World, registrationId: string) =>
	(await world.db.select().from(sheetOutcomes).where(eq(sheetOutcomes.registrationId, registrationId)))[0];

/** Somebody types a whole sheet. */
const key = (
	world: World,
	who: GivenPerson,
	roomId: string,
	{ registrationId }: Pick<Writer, 'registrationId'>,
	cells: Record<string, string> | null,
	at = READING
) => readSheet(world.ctx(who, at), { roomId, registrationId, present: cells !== null, cells: cells ?? {} });

onEveryDatabase('a paper room', (world) => {
	it('is nothing that anybody begins online', async () => {
		const { sittingId, writers } = await givenPaperRoom(world, { candidates: 1 });
		const { candidate } = writers[0]!;
		const ctx = (at: Date) => world.ctx(candidate, at);
		for (const act of [startAttempt, enterRoom])
			await expect(act(ctx(STARTED), { sittingId })).rejects.toMatchObject(code('exams.entry.paper'));
		const own = await getOwnSitting(ctx(STARTED), sittingId);
		expect(own).toMatchObject({ onPaper: true, mayStart: false, mayEnter: false, state: 'registered' });
		expect(await getOwnPlace(ctx(STARTED), sittingId)).toMatchObject({
			told: { onPaper: true },
			room: { kind: 'paper', address: '总行三楼', chair: 1 }
		});
		// Over, and nothing is settled about them: not absent.
		const later = await getOwnSitting(ctx(after(times.closesAt, MINUTE)), sittingId);
		expect(later.state).toBe('unread');
	});

	it('has neither addresses nor a password', async () => {
		const { officer } = await givenBank(world);
		const sittingId = await givenSitting(world);
		const { addRoom } = await import('$lib/features/exams/index.server');
		const { id } = await addRoom(world.ctx(officer, REGISTERING), {
			...{ sittingId, kind: 'paper', name: '会议室', address: '县城', places: 30, invigilators: [] },
			...{ ipRanges: ['nonsense'], entryWord: 'secret' }
		});
		const [room] = await world.db.select().from(sittingRooms).where(eq(sittingRooms.id, id));
		expect(room).toMatchObject({ ipRanges: [], password: '', address: '县城', places: 30 });
	});

	it('prints each candidate’s frozen paper once it is drawn, and that it was opened stands on record', async () => {
		const sittingId = await givenSitting(world);
		const [one, two] = [await givenCandidate(world, sittingId), await givenCandidate(world, sittingId)];
		const { roomId } = await givenRoom(world, sittingId, '会议室');
		await world.db.update(sittingRooms).set({ kind: 'paper' }).where(eq(sittingRooms.id, roomId));
		await seat(world, sittingId, one, roomId, 2);
		await seat(world, sittingId, two, roomId, 1);
		const { officer } = await givenBank(world);
		const printing = (who: GivenPerson, at = times.registrationClosesAt) =>
			printRoom(world.ctx(who, at), { sittingId, roomId, locale: 'zh-CN' });
		await expect(printing(officer)).rejects.toMatchObject(code('staffSheets.print.undrawn'));
		await expect(drawPapers(world.ctx(officer, REGISTERING), { sittingId })).rejects.toMatchObject(
			code('staffSheets.print.early')
		);
		expect(await drawPapers(world.ctx(officer, times.registrationClosesAt), { sittingId })).toEqual({
			drawn: 2
		});
		const { pdf } = await printing(officer);
		expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
		const again = await printing(officer);
		expect(again.pdf.equals(pdf)).toBe(true);
		const prints = (await eventsOf(world, sittingId)).filter(({ kind }) => kind === 'print');
		expect(prints).toHaveLength(2);
		expect(prints[0]).toMatchObject({ roomId, byId: officer.id, data: { papers: 2, locale: 'zh-CN' } });
		const log = await world.db.select().from(auditLog).where(eq(auditLog.action, 'exams.papers.print'));
		expect(log.filter(({ subjectId }) => subjectId === roomId)).toHaveLength(2);

		for (const role of ['auditor', 'hrApprover', 'invigilator', 'author'] as const) {
			const person = await givenPerson(world, { roles: [role] });
			await expect(printing(person)).rejects.toMatchObject(code('access.forbidden'));
		}
		const sitter = await givenPerson(world, { roles: ['hrOfficer'] });
		await world.db
			.update(registrations)
			.set({ personId: sitter.id })
			.where(and(eq(registrations.sittingId, sittingId), eq(registrations.personId, one.id)));
		await expect(printing(sitter)).rejects.toMatchObject(code('access.separation.self'));
	});

	it('needs the times of the room, in the window and in the past, which stay once a sheet is taken', async () => {
		const { roomId, invigilator, officer, writers } = await givenPaperRoom(world, { times: false });
		const noting = (input: { beganAt: Date; endedAt: Date }, at = READING) =>
			recordTimes(world.ctx(invigilator, at), { roomId, ...input });
		await expect(key(world, invigilator, roomId, writers[0]!, writers[0]!.right)).rejects.toMatchObject(
			code('staffSheets.sheet.no_times')
		);
		const refused = async (input: { beganAt: Date; endedAt: Date }, field: string) =>
			expect(noting(input)).rejects.toMatchObject({
				fields: { [field]: expect.stringMatching(/^staffSheets/) }
			});
		await refused({ beganAt: after(times.opensAt, -1), endedAt }, 'beganAt');
		await refused({ beganAt: times.closesAt, endedAt: after(times.closesAt, 1) }, 'beganAt');
		await refused({ beganAt, endedAt: beganAt }, 'endedAt');
		await refused({ beganAt, endedAt: after(READING, 1) }, 'endedAt');
		await noting({ beganAt, endedAt: after(endedAt, MINUTE) });
		await noting({ beganAt, endedAt });
		for (const who of [invigilator, officer]) await key(world, who, roomId, writers[0]!, writers[0]!.right);
		await noting({ beganAt, endedAt });
		await expect(noting({ beganAt, endedAt: after(endedAt, 1) })).rejects.toMatchObject(
			code('staffSheets.sheet.times_settled')
		);
	});
});

onEveryDatabase('read a sheet', (world) => {
	it('twice, by two people: where both agree it is an attempt like every other, and marked', async () => {
		const { roomId, sittingId, invigilator, officer, writers } = await givenPaperRoom(world, {
			candidates: 1
		});
		const [one] = writers;
		expect(await key(world, invigilator, roomId, one!, one!.right)).toEqual({ settled: false });
		expect(await attemptOf(world, one!.attemptId)).toBeUndefined();
		expect(await key(world, officer, roomId, one!, one!.right)).toEqual({ settled: true });
		expect(await attemptOf(world, one!.attemptId)).toMatchObject({
			...{ startedAt: beganAt, handedInAt: endedAt, endsAt: endedAt, handedInBy: 'paper' },
			personId: one!.candidate.id
		});
		expect(await answersOf(world, one!.attemptId)).toEqual(one!.given);
		expect(await outcomeOf(world, one!.registrationId)).toMatchObject({
			...{ present: true, differing: [], byId: null, revisions: [1, 1] }
		});
		await world.runJobs(READING);
		const [result] = await world.db
			.select()
			.from(attemptResults)
			.where(eq(attemptResults.attemptId, one!.attemptId));
		expect(result).toMatchObject({ tenths: 1000, passed: true });
		const [listed] = await listCandidates(world.ctx(officer, READING), sittingId);
		expect(listed).toMatchObject({ state: 'marked', handedInBy: 'paper' });
		// It stays.
		for (const who of [invigilator, officer])
			await expect(key(world, who, roomId, one!, {})).rejects.toMatchObject(
				code('staffSheets.sheet.settled')
			);
		for (const change of [
			world.db.update(sheetReadings).set({ present: false }),
			world.db.delete(sheetOutcomes)
		])
			await expect(change).rejects.toSatisfy(
				(error) => brokenConstraint(error) !== undefined || error instanceof Error
			);
	});

	it('blind to the other, and never both by one person', async () => {
		const { roomId, invigilator, officer, writers } = await givenPaperRoom(world, { candidates: 1 });
		const [one] = writers;
		const registrationId = one!.registrationId;
		await key(world, invigilator, roomId, one!, one!.right);
		const shown = await getSheet(world.ctx(officer, READING), roomId, registrationId);
		expect(shown.own).toBeNull();
		expect(JSON.stringify(shown)).not.toMatch(/题干|选项|given/);
		// The same person again: a new version of their own reading.
		const corrected = { ...one!.right, 1: one!.wrong[1]! };
		await key(world, invigilator, roomId, one!, corrected);
		await key(world, invigilator, roomId, one!, corrected);
		const rows = await world.db
			.select()
			.from(sheetReadings)
			.where(eq(sheetReadings.registrationId, registrationId))
			.orderBy(sheetReadings.revision);
		expect(rows.map(({ slot, revision, byId }) => [slot, revision, byId])).toEqual([
			[1, 1, invigilator.id],
			[1, 2, invigilator.id]
		]);
		expect((await getSheet(world.ctx(invigilator, READING), roomId, registrationId)).own?.cells).toEqual(
			corrected
		);
		await key(world, officer, roomId, one!, one!.right);
		const third = await givenPerson(world, { roles: ['hrOfficer'] });
		await expect(key(world, third, roomId, one!, one!.right)).rejects.toMatchObject(
			code('staffSheets.sheet.taken')
		);
		// As long as they differ, who has read may read again; then both agree.
		expect(await key(world, invigilator, roomId, one!, one!.right)).toEqual({ settled: true });
		expect((await outcomeOf(world, registrationId))?.revisions).toEqual([3, 1]);
	});

	it('says at each question what cannot stand there, and keeps nothing', async () => {
		const { roomId, invigilator, writers } = await givenPaperRoom(world, { candidates: 4 });
		// Papers are drawn, and one in 64 has nothing to call true or false.
		const one = writers.find(({ questions }) => questions.some(({ shown }) => shown.type === 'trueFalse'));
		const number = (type: string) => one!.questions.find(({ shown }) => shown.type === type)!.number;
		const cells = {
			...one!.right,
			[number('single')]: 'AB',
			[number('multiple')]: 'AZ',
			[number('trueFalse')]: '是的'
		};
		await expect(key(world, invigilator, roomId, one!, cells)).rejects.toMatchObject({
			...{ code: 'staffSheets.sheet.cells', params: { count: 3 } },
			fields: {
				[`cells.${number('single')}`]: 'staffSheets.cell.one',
				[`cells.${number('multiple')}`]: 'staffSheets.cell.letter',
				[`cells.${number('trueFalse')}`]: 'staffSheets.cell.truth'
			}
		});
		expect(await world.db.$count(sheetReadings, eq(sheetReadings.registrationId, one!.registrationId))).toBe(
			0
		);
	});

	it('is settled with the sheet in hand where readings differ or cannot tell, by name, once', async () => {
		const { roomId, sittingId, invigilator, officer, writers } = await givenPaperRoom(world, {
			candidates: 1
		});
		const [one] = writers;
		const registrationId = one!.registrationId;
		await key(world, invigilator, roomId, one!, { ...one!.right, 2: one!.wrong[2]!, 5: '-' });
		const settling = (cells: Record<string, string>, who = officer, present = true) =>
			settleSheet(world.ctx(who, READING), { roomId, registrationId, present, cells });
		await expect(settling({ 2: 'A' })).rejects.toMatchObject(code('staffSheets.sheet.unread'));
		await key(world, officer, roomId, one!, { ...one!.right, 7: '?' });

		const told = await getDifferences(world.ctx(officer, READING), roomId, registrationId);
		expect(told).toMatchObject({ agreed: 9, presence: [true, true] });
		expect(told.fields.map(({ number, read }) => [number, read])).toEqual([
			[2, [one!.wrong[2], one!.right[2]]],
			[5, ['-', one!.right[5]]],
			[7, [one!.right[7], '?']]
		]);
		await expect(settling({ 2: one!.right[2]!, 5: '', 7: '?' })).rejects.toMatchObject({
			fields: { 'cells.5': 'staffSheets.cell.decide', 'cells.7': 'staffSheets.cell.decide' }
		});
		await expect(settling({}, officer, false)).rejects.toMatchObject(code('staffSheets.sheet.present'));
		const right = { 2: one!.right[2]!, 5: '-', 7: one!.right[7]! };
		await expect(settling(right, invigilator)).rejects.toMatchObject(code('access.forbidden'));
		// Something that nobody asks about changes nothing.
		await settling({ ...right, 1: one!.wrong[1]! });
		const given = await answersOf(world, one!.attemptId);
		const fifth = one!.questions.find(({ number }) => number === 5)!.position;
		expect(given).toEqual(
			Object.fromEntries(Object.entries(one!.given).filter(([at]) => Number(at) !== fifth))
		);
		const positions = [2, 5, 7].map((n) => one!.questions.find(({ number }) => number === n)!.position);
		expect(await outcomeOf(world, registrationId)).toMatchObject({
			...{ byId: officer.id, present: true, differing: positions.sort((a, b) => a - b) }
		});
		await expect(settling(right)).rejects.toMatchObject(code('staffSheets.sheet.settled'));
		const [event] = (await eventsOf(world, sittingId)).filter(({ kind }) => kind === 'read');
		expect(event).toMatchObject({ attemptId: one!.attemptId, data: { present: true, differing: 3 } });
		expect(JSON.stringify(event!.data)).not.toContain('given');
	});

	it('says who was absent: both, then there is no attempt; one only, then the sheet decides', async () => {
		const { roomId, sittingId, invigilator, officer, writers } = await givenPaperRoom(world, {
			candidates: 3
		});
		const [absent, there, gone] = writers;
		for (const who of [invigilator, officer]) await key(world, who, roomId, absent!, null);
		expect(await outcomeOf(world, absent!.registrationId)).toMatchObject({ present: false, byId: null });
		await key(world, invigilator, roomId, there!, null);
		await key(world, officer, roomId, there!, there!.right);
		await key(world, invigilator, roomId, gone!, {});
		await key(world, officer, roomId, gone!, null);
		const differing = await getDifferences(world.ctx(officer, READING), roomId, there!.registrationId);
		expect(differing).toMatchObject({ presence: [false, true], agreed: 0 });
		expect(differing.fields).toHaveLength(12);
		const settling = (writer: Writer, present: boolean, cells = {}) =>
			settleSheet(world.ctx(officer, READING), {
				...{ roomId, registrationId: writer.registrationId, present, cells }
			});
		await expect(settling(there!, true)).rejects.toMatchObject({ params: { count: 12 } });
		await settling(there!, true, there!.right);
		await settling(gone!, false);
		expect(await answersOf(world, there!.attemptId)).toEqual(there!.given);
		expect(await attemptOf(world, gone!.attemptId)).toBeUndefined();
		const states = (await listCandidates(world.ctx(officer, after(times.closesAt, 1)), sittingId)).map(
			({ state }) => state
		);
		expect(states).toEqual(['absent', 'handedIn', 'absent']);
	});

	it('comes to one outcome however many come at once', async () => {
		const { roomId, invigilator, officer, writers } = await givenPaperRoom(world, { candidates: 2 });
		const [one, two] = writers;
		const third = await givenPerson(world, { roles: ['hrOfficer'] });
		const text = scanOf(writers.map(({ ticket, right }) => ({ ticket, cells: right })));
		const outcomes = await Promise.allSettled([
			...[invigilator, invigilator, officer, officer, third].map((who) =>
				key(world, who, roomId, one!, one!.right)
			),
			...[invigilator, officer].map((who) =>
				readScan(world.ctx(who, READING), { roomId, text, file: 'a.csv' })
			)
		]);
		const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
		expect(refused.every((name) => /^staffSheets\.sheet\.(settled|taken)$/.test(name))).toBe(true);
		for (const writer of [one!, two!]) {
			const rows = await world.db
				.select()
				.from(sheetReadings)
				.where(eq(sheetReadings.registrationId, writer.registrationId));
			expect(rows.map(({ slot, revision }) => [slot, revision]).sort()).toEqual([
				[1, 1],
				[2, 1]
			]);
			expect(new Set(rows.map(({ byId }) => byId)).size).toBe(2);
			expect(await outcomeOf(world, writer.registrationId)).toMatchObject({ present: true, byId: null });
			expect(await answersOf(world, writer.attemptId)).toEqual(writer.given);
		}
		// Two who settle at once.
		const room = await givenPaperRoom(world, { candidates: 1 });
		const [writer] = room.writers;
		await key(world, room.invigilator, room.roomId, writer!, { ...writer!.right, 1: '-' });
		await key(world, room.officer, room.roomId, writer!, writer!.right);
		const settled = await Promise.allSettled(
			[room.officer, third, officer].map((who) =>
				settleSheet(world.ctx(who, READING), {
					...{ roomId: room.roomId, registrationId: writer!.registrationId, present: true },
					cells: { 1: writer!.right[1]! }
				})
			)
		);
		expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(await answersOf(world, writer!.attemptId)).toEqual(writer!.given);
	});

	it('is for invigilators of the room and who invigilates everywhere; never for a candidate of the sitting', async () => {
		const { roomId, sittingId, writers } = await givenPaperRoom(world, { candidates: 1 });
		const [one] = writers;
		const other = await givenRoom(world, sittingId, '另一考场');
		const strangers = [
			...[other.invigilator, one!.candidate, await givenPerson(world)],
			...(await Promise.all(
				(['auditor', 'hrApprover', 'invigilator', 'marker'] as const).map((role) =>
					givenPerson(world, { roles: [role] })
				)
			))
		];
		for (const who of strangers) {
			const ctx = world.ctx(who, READING);
			const refused = code('access.forbidden');
			await expect(key(world, who, roomId, one!, one!.right)).rejects.toMatchObject(refused);
			await expect(readScan(ctx, { roomId, text: 'x', file: '' })).rejects.toMatchObject(refused);
			await expect(recordTimes(ctx, { roomId, beganAt, endedAt })).rejects.toMatchObject(refused);
			await expect(getSheet(ctx, roomId, one!.registrationId)).rejects.toMatchObject(refused);
			await expect(scanTemplate(ctx, roomId)).rejects.toMatchObject(refused);
		}
		const sitter = await givenPerson(world, { roles: ['hrOfficer'] });
		await world.db
			.update(registrations)
			.set({ personId: sitter.id })
			.where(eq(registrations.id, one!.registrationId));
		const ctx = world.ctx(sitter, READING);
		const self = code('access.separation.self');
		await expect(key(world, sitter, roomId, one!, one!.right)).rejects.toMatchObject(self);
		await expect(readScan(ctx, { roomId, text: 'x', file: '' })).rejects.toMatchObject(self);
		await expect(
			settleSheet(ctx, { roomId, registrationId: one!.registrationId, present: true, cells: {} })
		).rejects.toMatchObject(self);
	});
});

onEveryDatabase('a scanner’s file', (world) => {
	it('is one reading of all that it names; a second by another agrees with it or not, question by question', async () => {
		const { roomId, invigilator, officer, writers } = await givenPaperRoom(world, { candidates: 4 });
		const [one, two, absent, typed] = writers;
		const lines = [
			...[one!, two!].map(({ ticket, right }) => ({ ticket, cells: right })),
			{ ticket: absent!.ticket, cells: null }
		];
		const scanning = (who: GivenPerson, text: string) =>
			readScan(world.ctx(who, READING), { roomId, text, file: '扫描1.csv' });
		expect(await scanning(invigilator, scanOf(lines))).toEqual({ read: 3, settled: 0, left: 0 });
		// The same file once more is the same reading.
		expect(await scanning(invigilator, scanOf(lines))).toEqual({ read: 0, settled: 0, left: 0 });
		const second = [
			{ ticket: one!.ticket, cells: one!.right },
			{ ticket: two!.ticket, cells: { ...two!.right, 3: two!.wrong[3]! } },
			{ ticket: absent!.ticket, cells: null }
		];
		const ctx = world.ctx(officer, READING);
		expect(await previewScan(ctx, { roomId, text: scanOf(second) })).toMatchObject({
			...{ present: 2, absent: 1, left: 0, problems: [], unclear: 0 }
		});
		expect(await scanning(officer, scanOf(second))).toEqual({ read: 3, settled: 2, left: 0 });
		const desk = await getPaperDesk(ctx, roomId);
		expect(desk.sheets.map(({ state }) => state)).toEqual(['settled', 'differing', 'absent', 'unread']);
		// Again with what was wrong put right: the settled lines stay, the other agrees now.
		expect(await scanning(officer, scanOf(lines))).toEqual({ read: 1, settled: 1, left: 2 });
		expect(await answersOf(world, two!.attemptId)).toEqual(two!.given);
		// One typed and one scanned.
		await key(world, officer, roomId, typed!, typed!.right);
		const last = scanOf([{ ticket: typed!.ticket, cells: typed!.right }]);
		expect(await scanning(invigilator, last)).toEqual({ read: 1, settled: 1, left: 0 });
		const rows = await world.db
			.select()
			.from(sheetReadings)
			.where(eq(sheetReadings.registrationId, typed!.registrationId));
		expect(rows.map(({ source, file }) => [source, file]).sort()).toEqual([
			['keyed', ''],
			['scan', '扫描1.csv']
		]);
	});

	it('is not taken at all where anything is wrong with it, and says what, by line and column', async () => {
		const { roomId, officer, writers } = await givenPaperRoom(world, { candidates: 4 });
		const [one, two, absent, twice] = writers;
		const of = (type: string, { questions }: Writer) =>
			questions.find(({ shown }) => shown.type === type)!.number;
		const numbers = Array.from({ length: 12 }, (_, at) => at + 1);
		const row = (ticket: string, present: string, cells: Record<string, string>) =>
			[ticket, present, ...numbers.map((n) => cells[n] ?? ''), ''].join(',');
		const text = [
			['准考证号', '到考', ...numbers, '备注'].join(','),
			row(one!.ticket, '到', { ...one!.right, [of('single', one!)]: 'AB' }),
			row('0000-0000', '到', {}),
			row(two!.ticket, '也许', { ...two!.right, [of('single', two!)]: 'AB' }),
			row(absent!.ticket, '缺', { 4: 'A' }),
			row(twice!.ticket, '到', twice!.right),
			row(twice!.ticket, '到', twice!.right)
		].join('\n');
		const { problems } = await previewScan(world.ctx(officer, READING), { roomId, text });
		expect(problems.map(({ line, column, code }) => [line, column, code])).toEqual([
			[1, '备注', 'staffSheets.scan.column'],
			[2, String(of('single', one!)), 'staffSheets.cell.one'],
			[3, '准考证号', 'staffSheets.scan.ticket'],
			[4, '到考', 'staffSheets.scan.present'],
			[4, String(of('single', two!)), 'staffSheets.cell.one'],
			[5, '4', 'staffSheets.scan.absent'],
			[7, '准考证号', 'staffSheets.scan.twice']
		]);
		const scanning = (content: string) =>
			readScan(world.ctx(officer, READING), { roomId, text: content, file: '' });
		await expect(scanning(text)).rejects.toMatchObject({
			...{ code: 'staffSheets.scan.problems', params: { count: 7 } }
		});
		const { sheets } = await getPaperDesk(world.ctx(officer, READING), roomId);
		expect(sheets.every(({ readings }) => readings.length === 0)).toBe(true);
		await expect(scanning('座位号,1\n1,A')).rejects.toMatchObject(code('app.import.missing_columns'));
		await expect(scanning('')).rejects.toMatchObject(code('app.import.empty'));
		const short = scanOf([{ ticket: one!.ticket, cells: { 1: 'A' } }]);
		const lacking = await previewScan(world.ctx(officer, READING), { roomId, text: short });
		expect(lacking.problems[0]).toMatchObject({ line: 1, code: 'staffSheets.scan.missing' });
	});

	it('has a template of the room that comes back as it is: everybody there, nothing answered', async () => {
		const { roomId, officer, writers } = await givenPaperRoom(world, { candidates: 2 });
		const ctx = world.ctx(officer, READING);
		const { bytes } = await scanTemplate(ctx, roomId);
		const text = new TextDecoder().decode(bytes);
		for (const { ticket, candidate } of writers) {
			expect(text).toContain(ticket);
			expect(text).toContain(candidate.name);
		}
		expect(await previewScan(ctx, { roomId, text })).toMatchObject({ present: 2, absent: 0, problems: [] });
	});
});

onEveryDatabase('afterwards', (world) => {
	it('results wait for every sheet, the room closes with who was there, and all works on as usual', async () => {
		const { roomId, sittingId, invigilator, officer, writers } = await givenPaperRoom(world, {
			candidates: 3
		});
		const [one, two, absent] = writers;
		const over = after(times.closesAt, 5 * MINUTE);
		const { approver } = await givenBank(world);
		const releasing = () => releaseResults(world.ctx(approver, over), { sittingId });
		const closing = () => closeRoom(world.ctx(invigilator, over), { roomId, remark: null });
		expect(await findNextSheet(world.ctx(officer, over), roomId, one!.registrationId)).toBe(
			two!.registrationId
		);
		for (const who of [invigilator, officer])
			for (const { writer, cells } of [
				{ writer: one!, cells: one!.right },
				{ writer: two!, cells: two!.wrong }
			])
				await key(world, who, roomId, writer, cells, over);
		await expect(closing()).rejects.toMatchObject({
			...code('staffSheets.room.unread'),
			params: { count: 1 }
		});
		await expect(releasing()).rejects.toMatchObject({
			...code('staffSheets.release.unread'),
			params: { unread: 1 }
		});
		await key(world, invigilator, roomId, absent!, null, over);
		await key(world, officer, roomId, absent!, null, over);
		expect(await findNextSheet(world.ctx(officer, over), roomId, one!.registrationId)).toBeNull();
		await closing();
		const { record } = await getRoomRecord(world.ctx(invigilator, over), roomId);
		expect(
			record.present.map(({ handedInBy, answered, startedAt }) => [handedInBy, answered, startedAt])
		).toEqual([
			['paper', 12, beganAt.toISOString()],
			['paper', 12, beganAt.toISOString()]
		]);
		expect(record.absent.map(({ employeeNo }) => employeeNo)).toEqual([absent!.candidate.employeeNo]);
		expect(record.acts.map(({ kind }) => kind)).toContain('times');
		await expect(key(world, officer, roomId, one!, {})).rejects.toMatchObject(code('exams.room.closed'));
		await world.runJobs(over);
		expect(await givenRelease(world, sittingId, over)).toEqual({ candidates: 2 });
		const own = await getOwnSitting(world.ctx(one!.candidate, over), sittingId);
		expect(own.result).toMatchObject({ tenths: 1000, passed: true });
		const failed = await getOwnSitting(world.ctx(two!.candidate, over), sittingId);
		expect(failed.result).toMatchObject({ passed: false });
	});

	it('nothing is read once results are out', async () => {
		const { roomId, sittingId, invigilator, officer, writers } = await givenPaperRoom(world, {
			candidates: 1
		});
		const over = after(times.closesAt, 5 * MINUTE);
		for (const who of [invigilator, officer])
			await key(world, who, roomId, writers[0]!, writers[0]!.right, over);
		await world.runJobs(over);
		await givenRelease(world, sittingId, over);
		await expect(key(world, officer, roomId, writers[0]!, {}, over)).rejects.toMatchObject(
			code('exams.release.twice')
		);
	});
});

onEveryDatabase('a sheet', (world) => {
	it('of every kind that the server marks, and earns what the same answers earn online', async () => {
		const sittingId = await givenSittingOfKinds(world);
		const { roomId, invigilator, officer, writers } = await givenPaperRoom(world, {
			candidates: 1,
			sittingId
		});
		const [one] = writers;
		expect(new Set(one!.questions.map(({ shown }) => shown.type)).size).toBe(8);
		for (const who of [invigilator, officer]) await key(world, who, roomId, one!, one!.right);
		expect(await answersOf(world, one!.attemptId)).toEqual(one!.given);
		await world.runJobs(READING);
		const [result] = await world.db
			.select()
			.from(attemptResults)
			.where(eq(attemptResults.attemptId, one!.attemptId));
		expect(result).toMatchObject({ tenths: 1000 });
	});
});
