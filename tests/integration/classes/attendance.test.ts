import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	checkIn,
	closeClass,
	completedClassSubjects,
	getTeaching,
	markAttendance,
	remindSessions,
	showCodes
} from '$lib/features/classes/index.server';
import { attendance, classResults } from '$lib/features/classes/tables.server';
import { creditEntries } from '$lib/features/credit/tables.server';
import { listNotifications } from '$lib/features/notifications/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { codeAt, day, enrolled, givenClass, givenCrew } from './given';

const MINUTE = 60_000;
const after = (at: Date, ms: number) => new Date(at.getTime() + ms);

onEveryDatabase('attendance', (world) => {
	it('counts a code in its half minute, once, from the enrolled, while it is shown', async () => {
		const crew = await givenCrew(world);
		const { id, sessions } = await givenClass(world, crew, { capacity: 5 });
		const [session] = sessions;
		const [one, two] = await enrolled(world, id, 2);
		const start = day(7);
		const at = after(start, 2 * MINUTE);
		const codes = (show: 'on' | 'off', now: Date) =>
			showCodes(world.ctx(crew.teacher, now), { classId: id, sessionId: session!, show });
		await expect(codes('on', after(start, -16 * MINUTE))).rejects.toMatchObject({
			code: 'classes.codes.window'
		});
		const code = await codeAt(world, session!, at);
		await expect(checkIn(world.ctx(one!, at), { code })).rejects.toMatchObject({
			code: 'classes.check_in.closed'
		});
		await codes('on', after(start, -14 * MINUTE));
		const seen = await getTeaching(world.ctx(crew.teacher, at), id, session!, 'https://x.example');
		expect(seen.register.code!.digits).toBe(code);

		// Photographed and used later.
		await expect(checkIn(world.ctx(one!, after(at, 31_000)), { code })).rejects.toMatchObject({
			code: 'classes.check_in.old'
		});
		await expect(checkIn(world.ctx(await givenPerson(world), at), { code })).rejects.toMatchObject({
			code: 'classes.check_in.not_enrolled'
		});
		expect(await checkIn(world.ctx(one!, at), { code })).toEqual({ classId: id, state: 'present' });
		await expect(checkIn(world.ctx(one!, at), { code })).rejects.toMatchObject({
			code: 'classes.check_in.twice'
		});
		const late = after(start, 20 * MINUTE);
		expect(await checkIn(world.ctx(two!, late), { code: await codeAt(world, session!, late) })).toMatchObject(
			{
				state: 'late'
			}
		);
		const over = after(start, 125 * MINUTE);
		await expect(checkIn(world.ctx(one!, over), { code })).rejects.toMatchObject({
			code: 'classes.check_in.over'
		});
		await expect(
			checkIn(world.ctx(await givenPerson(world), over), { code: '000000' })
		).rejects.toMatchObject({
			code: 'classes.check_in.nothing'
		});
	});

	it('takes one of two codes sent at once, and limits guessing', async () => {
		const crew = await givenCrew(world);
		const { id, sessions } = await givenClass(world, crew);
		const [person] = await enrolled(world, id, 1);
		const at = after(day(7), MINUTE);
		await showCodes(world.ctx(crew.teacher, at), { classId: id, sessionId: sessions[0]!, show: 'on' });
		const code = await codeAt(world, sessions[0]!, at);
		const both = await Promise.allSettled([1, 2].map(() => checkIn(world.ctx(person!, at), { code })));
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await world.db.select().from(attendance).where(eq(attendance.personId, person!.id))).toHaveLength(
			1
		);

		const guesser = await givenPerson(world);
		const refusals: string[] = [];
		for (let i = 0; i < 12; i++) {
			const guess = String(100_000 + i);
			if (guess === code) continue;
			await checkIn(world.ctx(guesser, at), { code: guess }).catch((error: { code: string }) =>
				refusals.push(error.code)
			);
		}
		expect(refusals.slice(0, 10).every((refusal) => refusal === 'classes.check_in.nothing')).toBe(true);
		expect(refusals.slice(10)).toContain('classes.check_in.limited');
	});

	it('is marked by hand by the teacher, corrected by further rows, and not overruled by a code', async () => {
		const crew = await givenCrew(world);
		const { id, sessions } = await givenClass(world, crew, { capacity: 3 });
		const [person] = await enrolled(world, id, 1);
		const at = after(day(7), MINUTE);
		const mark = (
			state: 'present' | 'absent' | 'excused',
			who = crew.teacher,
			now = at,
			personId = person!.id
		) =>
			markAttendance(world.ctx(who, now), {
				...{ classId: id, sessionId: sessions[0]!, personId, state, note: null }
			});
		await expect(mark('present', crew.teacher, day(6))).rejects.toMatchObject({ code: 'classes.mark.early' });
		await expect(mark('present', await givenPerson(world))).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(mark('present', crew.teacher, at, (await givenPerson(world)).id)).rejects.toMatchObject({
			code: 'classes.mark.not_enrolled'
		});
		await mark('present');
		await mark('absent', crew.officer, after(at, MINUTE));
		expect(await world.db.select().from(attendance).where(eq(attendance.personId, person!.id))).toHaveLength(
			2
		);
		const register = await getTeaching(world.ctx(crew.teacher, at), id, sessions[0]!, '');
		expect(register.register).toMatchObject({ came: 0, learners: [{ state: 'absent', means: 'hand' }] });
		await showCodes(world.ctx(crew.teacher, at), { classId: id, sessionId: sessions[0]!, show: 'on' });
		const now = after(at, 2 * MINUTE);
		await expect(
			checkIn(world.ctx(person!, now), { code: await codeAt(world, sessions[0]!, now) })
		).rejects.toMatchObject({ code: 'classes.check_in.marked' });
	});

	it('completes who attended enough, never the absent or excused, with credit in the ledger', async () => {
		const crew = await givenCrew(world);
		const plan = {
			capacity: 5,
			neededShare: 50,
			sessions: [day(7), day(8)],
			creditHours: 6,
			subject: 'closing'
		};
		const { id, sessions } = await givenClass(world, crew, plan);
		const [there, half, excused, nobody] = await enrolled(world, id, 4);
		const mark = (person: { id: string }, i: number, state: 'present' | 'late' | 'absent' | 'excused') =>
			markAttendance(world.ctx(crew.teacher, after(day(7 + i), MINUTE)), {
				...{ classId: id, sessionId: sessions[i]!, personId: person.id, state, note: null }
			});
		await mark(there!, 0, 'present');
		await mark(there!, 1, 'late');
		await mark(half!, 0, 'present');
		await mark(half!, 1, 'absent');
		await mark(excused!, 0, 'excused');
		await mark(excused!, 1, 'excused');
		await expect(closeClass(world.ctx(crew.officer, day(8, 1)), { classId: id })).rejects.toMatchObject({
			code: 'classes.close.early'
		});
		const done = await Promise.allSettled(
			[1, 2].map(() => closeClass(world.ctx(crew.officer, day(8, 3)), { classId: id }))
		);
		expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const results = await world.db.select().from(classResults).where(eq(classResults.classId, id));
		const of = (person: { id: string }) => results.find(({ personId }) => personId === person.id);
		expect(of(there!)).toMatchObject({ completed: true, attended: 2, sessions: 2 });
		expect(of(half!)).toMatchObject({ completed: true, attended: 1 });
		expect(of(excused!)).toMatchObject({ completed: false, attended: 0 });
		expect(of(nobody!)).toMatchObject({ completed: false, attended: 0 });
		const credit = await world.db.select().from(creditEntries).where(eq(creditEntries.sourceType, 'class'));
		const mine = credit.filter(({ personId }) => personId === there!.id);
		expect(mine).toMatchObject([
			{
				minutes: 360,
				area: 'marketing',
				method: 'classroom',
				earnedOn: '2026-03-10',
				acceptedBy: crew.officer.id
			}
		]);
		expect(credit.some(({ personId }) => personId === excused!.id || personId === nobody!.id)).toBe(false);
		const facts = await completedClassSubjects(world.db, [there!.id, nobody!.id]);
		expect([...facts]).toEqual([[there!.id, [{ subject: 'closing', on: '2026-03-10' }]]]);
		await expect(mark(nobody!, 0, 'present')).rejects.toMatchObject({ code: 'classes.mark.not_open' });
	});

	it('is reminded of a day before, once', async () => {
		const crew = await givenCrew(world);
		const { id } = await givenClass(world, crew, { sessions: [day(30)] });
		const [person] = await enrolled(world, id, 1);
		await remindSessions(world.ctx(undefined, day(28)));
		await remindSessions(world.ctx(undefined, day(29, 1)));
		await remindSessions(world.ctx(undefined, day(29, 2)));
		const told = await listNotifications(world.ctx(person!, day(31)), { page: 1 });
		expect(told.rows.filter(({ kind }) => kind === 'classes.reminder')).toHaveLength(1);
	});
});
