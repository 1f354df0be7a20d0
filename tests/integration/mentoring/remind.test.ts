import { expect, it } from 'vitest';
import { countersignShadowing, logShadowing, remindMentoring } from '$lib/features/mentoring/index.server';
import { recordEvidence } from '$lib/features/people/index.server';
import { listNotifications } from '$lib/features/notifications/index.server';
import { onEveryDatabase } from '../../support/database';
import type { GivenPerson } from '../../support/world';
import { givenPairing, givenUnsigned, on, REFLECTION, session } from './story';

onEveryDatabase('reminders of mentoring', (world) => {
	const run = (day: string) => remindMentoring(world.ctx(undefined, on(day)));
	const heard = async (person: GivenPerson) =>
		(await listNotifications(world.ctx(person, on('2026-06-01')))).rows
			.filter(({ kind }) => kind.startsWith('mentoring.remind') || kind.endsWith('.due'))
			.map(({ kind }) => kind.replace('mentoring.', ''))
			.reverse();

	it('reach both sides of what waits and of quiet, each once, however often the job runs', async () => {
		const { mentor, trainee, id } = await givenPairing(world);
		const entry = await logShadowing(world.ctx(mentor, on('2026-01-10')), session(id));
		await run('2026-01-12');
		expect(await heard(trainee)).toEqual([]);
		await Promise.all([run('2026-01-13'), run('2026-01-13')]);
		await run('2026-01-14');
		expect(await heard(trainee)).toEqual(['remind.answer']);
		expect(await heard(mentor)).toEqual(['remind.unsigned']);
		await run('2026-01-16');
		expect(await heard(trainee)).toEqual(['remind.answer', 'remind.answer']);
		await countersignShadowing(world.ctx(trainee, on('2026-01-17')), {
			...{ entryId: entry.id, reflection: REFLECTION }
		});
		await run('2026-01-25');
		expect(await heard(mentor)).toHaveLength(2);
		// Quiet for 21 days since the session of the 10th.
		await run('2026-01-31');
		await run('2026-02-01');
		expect((await heard(mentor)).slice(2)).toEqual(['remind.quiet']);
		expect((await heard(trainee)).slice(2)).toEqual(['remind.quiet']);
		// Half-way, and nobody has written: both hear of the review, and of three weeks' quiet again.
		await run('2026-04-03');
		expect((await heard(mentor)).slice(3).sort()).toEqual(['remind.quiet', 'review.midterm.due']);
	});

	it('leave out who is on leave, and pairings that nobody has agreed to', async () => {
		const one = await givenPairing(world);
		const two = await givenUnsigned(world);
		await recordEvidence(world.ctx(undefined, on('2026-01-20')), {
			...{ personId: one.mentor.id, kind: 'leave', validFrom: '2026-01-20', validTo: '2026-02-10' },
			data: { kind: 'annual' }
		} as never);
		await run('2026-01-30');
		expect(await heard(one.trainee)).toEqual([]);
		expect(await heard(two.trainee)).toEqual([]);
		await run('2026-02-11');
		expect(await heard(one.trainee)).toEqual(['remind.quiet']);
	});
});
