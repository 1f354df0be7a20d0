import { expect, it } from 'vitest';
import {
	countersignShadowing,
	getMentoringHome,
	getPairing,
	logShadowing,
	shadowingFacts
} from '$lib/features/mentoring/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { givenPairing, on, race, REFLECTION, session } from './story';

onEveryDatabase('log shadowing', (world) => {
	it('is signed by the mentor, waits for the trainee, and counts nothing yet', async () => {
		const { trainee, mentor, id } = await givenPairing(world);
		const ctx = world.ctx(mentor, on('2026-01-10'));
		const entry = await logShadowing(ctx, session(id));
		const detail = await getPairing(ctx, id);
		expect(detail).toMatchObject({ side: 'mentor', chain: { intact: true, signatures: 3 } });
		expect(detail.pairing).toMatchObject({
			minutes: 0,
			waiting: 1,
			waitingMinutes: 90,
			lastOn: '2026-01-10'
		});
		const home = await getMentoringHome(world.ctx(trainee, on('2026-01-11')));
		expect(home.asMentor).toBeNull();
		expect(home.asTrainee?.waiting.map((row) => row.id)).toEqual([entry.id]);
	});

	it('refuses days outside the pairing, long days and numbers of customers', async () => {
		const { mentor, id } = await givenPairing(world);
		const refused = (day: string, change: object, code: string) =>
			expect(logShadowing(world.ctx(mentor, on(day)), session(id, change))).rejects.toMatchObject({ code });
		await refused('2026-01-09', {}, 'mentoring.date.future');
		await refused('2026-01-10', { occurredOn: '2026-01-04' }, 'mentoring.date.before_start');
		await refused('2026-07-02', { occurredOn: '2026-07-01' }, 'mentoring.date.after_end');
		await refused('2026-04-11', {}, 'mentoring.date.too_old');
		await refused('2026-01-10', { note: '13800138000' }, 'mentoring.note.phone');
		await logShadowing(world.ctx(mentor, on('2026-01-10')), session(id, { minutes: 700 }));
		await refused('2026-01-10', { minutes: 30 }, 'mentoring.minutes.day');
	});

	it('is for the two of the pairing alone; strangers do not find it', async () => {
		const { hr, trainee, id } = await givenPairing(world);
		const attempt = (person: { actor: Parameters<typeof world.ctx>[0] }, change: object = {}) =>
			logShadowing(world.ctx(person as never, on('2026-01-10')), session(id, change));
		await expect(attempt(hr)).rejects.toMatchObject({ code: 'access.forbidden' });
		const otherMentor = await givenPerson(world, { roles: ['mentor'] });
		await expect(attempt(otherMentor)).rejects.toMatchObject({ kind: 'not_found' });
		// The mentor role of a trainee does not make them the mentor of their own pairing, nor does a job sign.
		const both = { actor: { ...trainee.actor, grants: [{ role: 'mentor' as const, unitPath: null }] } };
		await expect(attempt(both as never)).rejects.toMatchObject({ code: 'mentoring.rubric.mentor' });
		await expect(logShadowing(world.ctx(), session(id))).rejects.toMatchObject({ code: 'access.forbidden' });
	});

	it('may be logged by the trainee, who reflects; the mentor countersigns with what they observed', async () => {
		const { trainee, mentor, id } = await givenPairing(world);
		const asTrainee = world.ctx(trainee, on('2026-01-10'));
		const log = (change: object) => logShadowing(asTrainee, session(id, { rubric: {}, ...change }));
		await expect(log({ note: '好' })).rejects.toMatchObject({ code: 'mentoring.reflection.short' });
		const { id: entryId } = await log({ note: REFLECTION });
		const sign = (person: GivenPerson, rubric: object) =>
			countersignShadowing(world.ctx(person, on('2026-01-11')), { entryId, reflection: '', rubric });
		await expect(sign(trainee, { skill: 3 })).rejects.toMatchObject({ code: 'access.forbidden' });
		await expect(sign(mentor, {})).rejects.toMatchObject({ code: 'mentoring.rubric.required' });
		await sign(mentor, { skill: 3 });
		const facts = (await shadowingFacts(world.db, [trainee.id], { on: '2026-01-11' })).get(trainee.id);
		expect(facts).toMatchObject([{ id: entryId, state: 'countersigned', rubric: { skill: 3 } }]);
	});

	it('keeps one chain when two are logged and signed at once', async () => {
		const { mentor, trainee, id } = await givenPairing(world);
		const ctx = world.ctx(mentor, on('2026-01-10'));
		const logged = await Promise.all([1, 2, 3].map(() => logShadowing(ctx, session(id))));
		const sign = world.ctx(trainee, on('2026-01-11'));
		const twice = [...logged, logged[0]!].map(({ id: entryId }) =>
			countersignShadowing(sign, { entryId, reflection: REFLECTION })
		);
		expect(await race(twice)).toEqual({ done: 3, refused: ['mentoring.entry.answered'] });
		const detail = await getPairing(ctx, id);
		expect(detail.chain).toMatchObject({ intact: true, signatures: 8 });
		expect(detail.pairing.minutes).toBe(270);
	});

	it('holds the day to twelve hours when two are logged at once', async () => {
		const { mentor, id } = await givenPairing(world);
		const ctx = world.ctx(mentor, on('2026-01-10'));
		const input = session(id, { minutes: 480 });
		expect(await race([logShadowing(ctx, input), logShadowing(ctx, input)])).toEqual({
			done: 1,
			refused: ['mentoring.minutes.day']
		});
	});
});
