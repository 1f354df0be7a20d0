import { beforeAll, expect, it } from 'vitest';
import { createPairing } from '$lib/features/mentoring/index.server';
import { poolFilterSchema } from '$lib/features/mentors';
import {
	endPause,
	findOwnProfile,
	getMentor,
	listPool,
	pauseMentor,
	qualificationOf,
	saveProfile
} from '$lib/features/mentors/index.server';
import { recordEvidence } from '$lib/features/people/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { givenMentor, givenRules, givenUnits, on, plan, profile, race } from './given';

const DAY = on('2026-03-02');
const filter = (change: object = {}) => poolFilterSchema.parse(change);
const pause = { kind: 'suspension' as const, startsOn: '2026-03-02', endsOn: null, reason: '多次未按时会签' };

onEveryDatabase('the pool of mentors', (world) => {
	beforeAll(() => givenRules(world).then(() => {}));

	it('says who may mentor and why not, by the rule as it is on the day', async () => {
		const { here } = await givenUnits(world);
		const able = await givenMentor(world, here);
		const not = await givenMentor(world, here, { qualified: false });
		expect((await qualificationOf(world.db, able.id, '2026-03-02')).eligible).toBe(true);
		const answer = await qualificationOf(world.db, not.id, '2026-03-02');
		expect(answer).toMatchObject({ eligible: false, met: 1, total: 2 });
		expect(answer.requirements.map(({ outcome }) => outcome)).toEqual(['missing', 'met']);
		// Before the rules' first day nobody was asked anything, and nobody qualified.
		expect((await qualificationOf(world.db, able.id, '2019-12-31')).eligible).toBe(false);
		await recordEvidence(world.ctx(undefined, DAY), {
			...{ personId: able.id, kind: 'discipline', validFrom: '2026-03-01' },
			data: { kind: 'compliance', severity: 'serious', description: '代客操作' }
		} as never);
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: here });
		const { rows, counts } = await listPool(world.ctx(hr, DAY), filter());
		expect(rows.map(({ id, state, met }) => [id, state, met])).toEqual([
			[able.id, 'unqualified', 1],
			[not.id, 'unqualified', 1]
		]);
		expect(counts).toEqual({ mentors: 2, open: 0, places: 0, over: 0 });
	});

	it('filters, sorts and counts on the server, in the reader’s units only', async () => {
		const { here, near, branch } = await givenUnits(world);
		const one = await givenMentor(world, here, { profile: { customers: ['rural'], steps: [7] } });
		const two = await givenMentor(world, near, { profile: { capacity: 5, languages: ['wu'] } });
		const trainee = await givenPerson(world, { unit: here });
		await createPairing(world.ctx(undefined, DAY), { traineeId: trainee.id, mentorId: two.id, ...plan });
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: branch });
		const list = async (change: object) =>
			(await listPool(world.ctx(hr, DAY), filter(change))).rows.map(({ id }) => id);
		expect(await list({})).toEqual([two.id, one.id]);
		expect(await list({ sort: 'name', dir: 'desc' })).toEqual([two.id, one.id]);
		expect(await list({ customer: 'rural' })).toEqual([one.id]);
		expect(await list({ step: 7, language: 'wu' })).toEqual([]);
		expect(await list({ unit: near.id })).toEqual([two.id]);
		expect(await list({ q: one.employeeNo.toLowerCase() })).toEqual([one.id]);
		expect((await listPool(world.ctx(hr, DAY), filter())).counts).toEqual({
			...{ mentors: 2, open: 2, places: 6, over: 0 }
		});
		const other = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: near });
		expect((await listPool(world.ctx(other, DAY), filter())).rows.map(({ id }) => id)).toEqual([two.id]);
		await expect(getMentor(world.ctx(other, DAY), one.id)).rejects.toMatchObject({ code: 'app.not_found' });
		await expect(listPool(world.ctx(one, DAY), filter())).rejects.toMatchObject({
			code: 'access.forbidden'
		});
	});

	it('lets a mentor write their own profile within the rules, and HR beyond them', async () => {
		const { here, far } = await givenUnits(world);
		const mentor = await givenMentor(world, here);
		const ctx = world.ctx(mentor, DAY);
		await saveProfile(ctx, profile(mentor, { steps: [1, 2], note: '每周三走访' }));
		expect(await findOwnProfile(ctx)).toMatchObject({
			mentor: { capacity: 2, hasProfile: true, note: '每周三走访', state: 'open' },
			mayManage: false,
			mostCapacity: 2
		});
		await expect(saveProfile(ctx, profile(mentor, { capacity: 3 }))).rejects.toMatchObject({
			code: 'mentors.profile.capacity'
		});
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: here });
		await saveProfile(world.ctx(hr, DAY), profile(mentor, { capacity: 6 }));
		await saveProfile(ctx, profile(mentor, { capacity: 5 }));
		const trainee = await givenPerson(world, { unit: here });
		await expect(saveProfile(world.ctx(trainee, DAY), profile(trainee))).rejects.toMatchObject({
			code: 'mentors.profile.no_role'
		});
		expect(await findOwnProfile(world.ctx(trainee, DAY))).toBeNull();
		const stranger = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: far });
		for (const person of [trainee, stranger])
			await expect(saveProfile(world.ctx(person, DAY), profile(mentor))).rejects.toMatchObject({
				code: 'app.not_found'
			});
	});

	it('keeps suspensions for HR and leave for oneself, and never two of a kind at once', async () => {
		const { here } = await givenUnits(world);
		const mentor = await givenMentor(world, here);
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: here });
		const own = world.ctx(mentor, DAY);
		const staff = world.ctx(hr, DAY);
		await expect(pauseMentor(own, { personId: mentor.id, ...pause })).rejects.toMatchObject({
			code: 'access.forbidden'
		});
		const leave = { ...pause, personId: mentor.id, kind: 'leave' as const, startsOn: '2026-03-10' };
		await expect(pauseMentor(own, { ...leave, endsOn: '2026-03-09' })).rejects.toMatchObject({
			code: 'mentors.pause.dates'
		});
		await pauseMentor(own, { ...leave, endsOn: '2026-03-20' });
		expect((await findOwnProfile(own))?.mentor.state).toBe('open');
		expect((await findOwnProfile(world.ctx(mentor, on('2026-03-10'))))?.mentor).toMatchObject({
			...{ state: 'leave', pausedUntil: '2026-03-20' }
		});
		const result = await race([
			pauseMentor(staff, { personId: mentor.id, ...pause }),
			pauseMentor(staff, { personId: mentor.id, ...pause })
		]);
		expect(result).toEqual({ done: 1, refused: ['mentors.pause.overlap'] });
		const { mentor: seen, pauses } = await getMentor(staff, mentor.id);
		expect(seen.state).toBe('suspended');
		const suspension = pauses.find(({ kind }) => kind === 'suspension')!;
		await expect(endPause(own, { pauseId: suspension.id })).rejects.toMatchObject({
			code: 'access.forbidden'
		});
		await endPause(staff, { pauseId: suspension.id });
		await expect(endPause(staff, { pauseId: suspension.id })).rejects.toMatchObject({
			code: 'mentors.pause.ended'
		});
		expect((await getMentor(staff, mentor.id)).mentor.state).toBe('open');
		const both = await givenPerson(world, { roles: ['hrOfficer', 'mentor'] });
		await expect(pauseMentor(world.ctx(both, DAY), { personId: both.id, ...pause })).rejects.toMatchObject({
			code: 'access.separation.self'
		});
	});
});
