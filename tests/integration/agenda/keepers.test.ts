import { expect, it } from 'vitest';
import { findClashes, getAgenda } from '$lib/features/agenda/index.server';
import { enrolSelf } from '$lib/features/classes/index.server';
import { createSitting, registerForSitting, withdrawRegistration } from '$lib/features/exams/index.server';
import { disputeShadowing, replaceShadowing } from '$lib/features/mentoring/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { givenClass, givenCrew } from '../classes/given';
import * as exams from '../exams/given';
import { givenEntry, on, session } from '../mentoring/story';

const HOUR = 3_600_000;

onEveryDatabase('what keeps agendas', (world) => {
	it('registration for an exam, taken back by a withdrawal; a class at that time is refused', async () => {
		const { officer, blueprintId } = await exams.givenBank(world);
		const opensAt = exams.STARTED;
		const closesAt = new Date(opensAt.getTime() + 8 * HOUR);
		const plan = { ...exams.plan(blueprintId), opensAt, closesAt };
		const { id: sittingId } = await createSitting(world.ctx(officer, exams.ANNOUNCED), plan);
		const long = { ...plan, closesAt: new Date(opensAt.getTime() + 72 * HOUR) };
		const { id: longId } = await createSitting(world.ctx(officer, exams.ANNOUNCED), long);
		const person = await givenPerson(world);
		const ctx = world.ctx(person, exams.REGISTERING);
		await registerForSitting(ctx, { sittingId });
		await registerForSitting(ctx, { sittingId: longId });
		const start = new Date(opensAt.getTime() + HOUR);
		const crew = await givenCrew(world);
		const { id: classId } = await givenClass(world, crew, { sessions: [start], now: exams.REGISTERING });
		const refused = await enrolSelf(ctx, { classId }).catch((error: unknown) => error);
		expect(refused).toMatchObject({ code: 'classes.enrol.clash' });
		// A window of days is shown by its days, and leaves room.
		const later = new Date(opensAt.getTime() + 30 * HOUR);
		expect(await findClashes(world.db, [person.id], later, new Date(later.getTime() + HOUR))).toEqual([]);
		expect(await getAgenda(ctx, later, new Date(later.getTime() + HOUR))).toMatchObject([{ dayOnly: true }]);
		await withdrawRegistration(ctx, { sittingId });
		await enrolSelf(ctx, { classId });
	});

	it('a logged session of shadowing, for both, until it is disputed; then the one in its place', async () => {
		const { trainee, mentor, entryId } = await givenEntry(world);
		const days = (who: typeof trainee) =>
			getAgenda(world.ctx(who), on('2026-01-01'), on('2026-02-01')).then((items) =>
				items.map(({ type, href, dayOnly }) => [type, href.split('/').at(-1), dayOnly])
			);
		expect(await days(trainee)).toEqual([['shadowing', entryId, true]]);
		expect(await days(mentor)).toEqual([['shadowing', entryId, true]]);
		await disputeShadowing(world.ctx(trainee, on('2026-01-11')), { entryId, reason: '当天请假' });
		expect(await days(mentor)).toEqual([]);
		const { pairingId: _pairingId, ...content } = session('', { occurredOn: '2026-01-09' });
		const corrected = await replaceShadowing(world.ctx(mentor, on('2026-01-11')), { entryId, ...content });
		expect(await days(trainee)).toEqual([['shadowing', corrected.id, true]]);
	});
});
