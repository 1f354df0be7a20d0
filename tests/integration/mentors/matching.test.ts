import { beforeAll, expect, it } from 'vitest';
import { createPairing, mentorIdsOf } from '$lib/features/mentoring/index.server';
import { defaultWeights, intakeFilterSchema } from '$lib/features/mentors';
import {
	changeRow,
	createMatching,
	discardMatching,
	getMatching,
	getMatchingForm,
	getMatchingRow,
	matchingFilterSchema,
	pauseMentor,
	publishMatching,
	solveAgain,
	solveMatching
} from '$lib/features/mentors/index.server';
import { setUnitHead } from '$lib/features/people/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { givenMentor, givenRules, givenUnits, on, plan, race } from './given';

const DAY = on('2026-03-02');
const all = matchingFilterSchema.parse({ sort: 'trainee' });

onEveryDatabase('matchings', (world) => {
	beforeAll(() => givenRules(world).then(() => {}));

	/** A branch with a mentor in each of two outlets, two places each, and trainees here. */
	async function givenIntake(count: number) {
		const units = await givenUnits(world);
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: units.branch, unit: units.branch });
		const mentor = await givenMentor(world, units.here);
		const neighbour = await givenMentor(world, units.near);
		const trainees: GivenPerson[] = [];
		for (let i = 0; i < count; i++) trainees.push(await givenPerson(world, { unit: units.here }));
		const ctx = world.ctx(hr, DAY);
		const input = {
			title: '新人',
			traineeIds: trainees.map(({ id }) => id),
			weights: defaultWeights,
			...plan
		};
		return { ...units, hr, mentor, neighbour, trainees, ctx, input };
	}

	async function givenSolved(count: number) {
		const intake = await givenIntake(count);
		const { id } = await createMatching(intake.ctx, intake.input);
		await solveMatching(world.ctx(undefined, DAY), { matchingId: id, revision: 1 });
		return { ...intake, id, page: await getMatching(intake.ctx, id, all) };
	}

	it('lists who has no mentor in a unit since a day', async () => {
		const { ctx, trainees, here, near } = await givenIntake(2);
		const outside = await givenPerson(world, { unit: near });
		const { mentor } = await givenSolved(1);
		await createPairing(world.ctx(undefined, DAY), { traineeId: outside.id, mentorId: mentor.id, ...plan });
		const list = async (change: object) =>
			(await getMatchingForm(ctx, intakeFilterSchema.parse(change))).trainees.map(({ id }) => id);
		const since = { hiredSince: '2020-01-01' };
		const found = await list({ ...since, unit: here.id });
		expect(trainees.every(({ id }) => found.includes(id))).toBe(true);
		expect(await list(since)).not.toContain(outside.id);
		expect(await list({ hiredSince: '2021-01-01' })).toEqual([]);
	});

	it('finds the best assignment under the places, and says why nobody was found', async () => {
		const { page, mentor, neighbour } = await givenSolved(5);
		expect(page.state).toBe('ready');
		expect(page.figures).toMatchObject({ trainees: 5, mentors: 2, places: 4, placed: 4, proven: true });
		expect(page.figures!.points).toBe(page.figures!.bound);
		const count = (of: GivenPerson) => page.rows.filter((row) => row.mentor?.id === of.id).length;
		expect([count(mentor), count(neighbour)]).toEqual([2, 2]);
		const open = page.rows.filter((row) => !row.mentor);
		expect(open).toHaveLength(1);
		expect(open[0]!.reason).toEqual({ fits: 2, excluded: {} });
	});

	it('publishes all pairings in one command, once', async () => {
		const { ctx, id, page, trainees } = await givenSolved(3);
		const result = await race([
			publishMatching(ctx, { matchingId: id, revision: page.revision }),
			publishMatching(ctx, { matchingId: id, revision: page.revision })
		]);
		expect(result).toEqual({ done: 1, refused: ['mentors.matching.published'] });
		for (const { id: traineeId } of trainees) expect(await mentorIdsOf(world.db, traineeId)).toHaveLength(1);
		const after = await getMatching(ctx, id, all);
		expect(after.state).toBe('published');
		expect(after.rows.every(({ pairingId }) => pairingId)).toBe(true);
	});

	it('is changed row by row within the places, on the version that was read', async () => {
		const { ctx, id, page, mentor, neighbour, trainees } = await givenSolved(3);
		const crowded = page.rows.filter((row) => row.mentor?.id === mentor.id);
		const moved = page.rows.find((row) => row.mentor?.id === neighbour.id)!;
		expect(crowded).toHaveLength(2);
		const change = { matchingId: id, traineeId: moved.traineeId, revision: page.revision };
		await expect(changeRow(ctx, { ...change, mentorId: mentor.id })).rejects.toMatchObject({
			code: 'mentors.matching.full'
		});
		const given = { matchingId: id, traineeId: crowded[0]!.traineeId, mentorId: null };
		const result = await race([
			changeRow(ctx, { ...given, revision: page.revision }),
			changeRow(ctx, { ...given, revision: page.revision })
		]);
		expect(result).toEqual({ done: 1, refused: ['mentors.matching.changed'] });
		await changeRow(ctx, { ...change, revision: page.revision + 1, mentorId: mentor.id });
		const after = await getMatching(ctx, id, all);
		expect(after.now).toMatchObject({ trainees: 3, placed: 2, changed: 2 });
		const row = after.rows.find(({ traineeId }) => traineeId === moved.traineeId)!;
		expect(row).toMatchObject({ changed: true, mentor: { id: mentor.id } });
		const choice = await getMatchingRow(ctx, id, crowded[0]!.traineeId);
		expect(choice.able.map((one) => one.id)).toEqual([neighbour.id]);
		expect(choice.excluded.find((one) => one.id === mentor.id)?.why).toBe('full');
		await publishMatching(ctx, { matchingId: id, revision: after.revision });
		const paired = await Promise.all(trainees.map((one) => mentorIdsOf(world.db, one.id)));
		expect(paired.flat()).toHaveLength(2);
	});

	it('looks again when it is published, and names who is in the way', async () => {
		const { ctx, id, page, mentor, trainees, here } = await givenSolved(3);
		const publish = () => publishMatching(ctx, { matchingId: id, revision: page.revision });
		const other = await givenPerson(world, { unit: here });
		await createPairing(ctx, { traineeId: other.id, mentorId: mentor.id, ...plan });
		await expect(publish()).rejects.toMatchObject({
			...{ code: 'mentors.matching.full', params: { name: mentor.name, most: 2 } }
		});
		const second = await givenSolved(1);
		const chosen = second.page.rows[0]!.mentor!.id;
		const republish = () =>
			publishMatching(second.ctx, { matchingId: second.id, revision: second.page.revision });
		const suspension = { kind: 'suspension' as const, startsOn: '2026-03-02', endsOn: null, reason: '核查' };
		await pauseMentor(second.ctx, { personId: chosen, ...suspension });
		await expect(republish()).rejects.toMatchObject({ code: 'mentors.matching.unfit' });
		const third = await givenSolved(1);
		const boss = third.page.rows[0]!.mentor!.id;
		const head = [third.mentor, third.neighbour].find(({ id }) => id === boss)!;
		await setUnitHead(world.ctx(undefined, DAY), { unitId: third.here.id, employeeNo: head.employeeNo });
		await expect(
			publishMatching(third.ctx, { matchingId: third.id, revision: third.page.revision })
		).rejects.toMatchObject({ code: 'mentors.matching.unfit' });
		expect(await mentorIdsOf(world.db, trainees[0]!.id)).toEqual([]);
	});

	it('is solved anew with other weights, and an old job changes nothing', async () => {
		const { ctx, id, page } = await givenSolved(2);
		const weights = { ...defaultWeights, unit: 0, load: 100 };
		await solveAgain(ctx, { matchingId: id, revision: page.revision, weights });
		await expect(
			solveAgain(ctx, { matchingId: id, revision: page.revision + 1, weights })
		).rejects.toMatchObject({ code: 'mentors.matching.solving' });
		await solveMatching(world.ctx(undefined, DAY), { matchingId: id, revision: 1 });
		expect((await getMatching(ctx, id, all)).state).toBe('solving');
		await solveMatching(world.ctx(undefined, DAY), { matchingId: id, revision: 2 });
		const again = await getMatching(ctx, id, all);
		expect(again).toMatchObject({ state: 'ready', revision: 2, terms: { weights } });
		await discardMatching(ctx, { matchingId: id });
		await expect(publishMatching(ctx, { matchingId: id, revision: 2 })).rejects.toMatchObject({
			code: 'mentors.matching.discarded'
		});
	});

	it('refuses who cannot be matched, and people of other units', async () => {
		const { ctx, input, trainees, mentor, hr, far, here } = await givenIntake(2);
		await createPairing(ctx, { traineeId: trainees[0]!.id, mentorId: mentor.id, ...plan });
		const refused = (change: object, code: string) =>
			expect(createMatching(ctx, { ...input, ...change })).rejects.toMatchObject({ code });
		await refused({}, 'mentors.matching.paired');
		const rest = (more: string[]) => ({ traineeIds: [trainees[1]!.id, ...more] });
		await refused({ ...rest([]), endsOn: '2026-03-01' }, 'mentoring.pairing.dates');
		await refused(rest([hr.id]), 'mentors.matching.self');
		const gone = await givenPerson(world, { unit: here, status: 'left' });
		await refused(rest([gone.id]), 'mentors.matching.inactive');
		const stranger = await givenPerson(world, { unit: far });
		await refused(rest([stranger.id]), 'access.forbidden');
		const { id } = await createMatching(ctx, { ...input, ...rest([]) });
		const others = [
			await givenPerson(world, { roles: ['hrOfficer'], roleUnit: far }),
			await givenPerson(world, { roles: ['hrApprover'] }),
			await givenPerson(world, { roles: ['auditor'] }),
			mentor
		];
		for (const person of others) {
			const as = world.ctx(person, DAY);
			await expect(discardMatching(as, { matchingId: id })).rejects.toMatchObject({ code: 'app.not_found' });
		}
	});

	it('takes only mentors whom its maker may read', async () => {
		const { ctx, far, input } = await givenIntake(1);
		await givenMentor(world, far);
		const { id } = await createMatching(ctx, input);
		await solveMatching(world.ctx(undefined, DAY), { matchingId: id, revision: 1 });
		expect((await getMatching(ctx, id, all)).figures?.mentors).toBe(2);
	});
});
