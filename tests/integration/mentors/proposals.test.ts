import { beforeAll, expect, it } from 'vitest';
import { createPairing, mentorIdsOf } from '$lib/features/mentoring/index.server';
import {
	acceptProposal,
	getFindPage,
	getProposal,
	listProposals,
	pairTwo,
	pauseMentor,
	proposePair,
	refuseProposal,
	saveWish,
	suggestMentors,
	withdrawProposal
} from '$lib/features/mentors/index.server';
import { setUnitHead } from '$lib/features/people/index.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { givenMentor, givenRules, givenUnits, on, plan, race } from './given';

const DAY = on('2026-03-02');
const note = '同一网点，方便跟班';
const accept = { ...plan, reason: '合适' };

onEveryDatabase('proposals of pairs', (world) => {
	beforeAll(() => givenRules(world).then(() => {}));

	async function givenProposal() {
		const units = await givenUnits(world);
		const mentor = await givenMentor(world, units.here);
		const trainee = await givenPerson(world, { unit: units.here });
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: units.branch });
		const { id } = await proposePair(world.ctx(trainee, DAY), { mentorId: mentor.id, note });
		return { ...units, mentor, trainee, hr, id };
	}

	it('shows a trainee who fits best, by what they said, and nobody who cannot take them', async () => {
		const { here, near, far } = await givenUnits(world);
		const rural = await givenMentor(world, far, { profile: { customers: ['rural'], languages: ['wu'] } });
		const close = await givenMentor(world, near);
		const unable = await givenMentor(world, here, { qualified: false });
		const head = await givenMentor(world, here);
		await setUnitHead(world.ctx(undefined, DAY), { unitId: here.id, employeeNo: head.employeeNo });
		const trainee = await givenPerson(world, { unit: here });
		const ctx = world.ctx(trainee, DAY);
		await saveWish(ctx, { customers: ['rural'], languages: ['wu'], note: '' });
		const ours = new Set([rural.id, close.id, unable.id, head.id]);
		const { mentors, mayPropose } = await getFindPage(ctx);
		const seen = mentors.filter(({ id }) => ours.has(id));
		expect(mayPropose).toBe(true);
		expect(seen.map(({ id }) => id)).toEqual([rural.id, close.id]);
		for (const { points, parts } of seen)
			expect(parts.reduce((sum, part) => sum + part.points, 0)).toBe(points);
		// HR sees the same order for the same trainee, and who has a conflict.
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const suggestions = await suggestMentors(world.ctx(hr, DAY), trainee.id);
		expect(suggestions?.conflicts.map(({ id, why }) => [id, why])).toEqual([[head.id, 'manager']]);
		for (const person of [unable, head])
			await expect(proposePair(ctx, { mentorId: person.id, note })).rejects.toMatchObject({
				code: 'mentors.proposal.unfit'
			});
		await expect(proposePair(ctx, { mentorId: trainee.id, note })).rejects.toMatchObject({
			code: 'mentors.proposal.gone'
		});
	});

	it('is agreed to once, which pairs the two and settles the others', async () => {
		const { mentor, trainee, hr, id, near } = await givenProposal();
		const second = await givenMentor(world, near);
		const other = await proposePair(world.ctx(trainee, DAY), { mentorId: second.id, note });
		const page = await getProposal(world.ctx(hr, DAY), id);
		expect(page).toMatchObject({ note, exclusion: null, mayDecide: true });
		const result = await race([
			acceptProposal(world.ctx(hr, DAY), { proposalId: id, ...accept }),
			acceptProposal(world.ctx(hr, DAY), { proposalId: other.id, ...accept })
		]);
		expect(result.done).toBe(1);
		const mentors = await mentorIdsOf(world.db, trainee.id);
		expect(mentors).toHaveLength(1);
		expect([mentor.id, second.id]).toContain(mentors[0]);
		const { proposals, paired } = await getFindPage(world.ctx(trainee, DAY));
		expect(paired).toBe(true);
		expect(proposals.map(({ state }) => state).sort()).toEqual(['accepted', 'withdrawn']);
		await expect(proposePair(world.ctx(trainee, DAY), { mentorId: second.id, note })).rejects.toMatchObject({
			code: 'mentors.proposal.has_mentor'
		});
	});

	it('is refused with a reason, which the trainee reads', async () => {
		const { trainee, hr, id } = await givenProposal();
		await refuseProposal(world.ctx(hr, DAY), { proposalId: id, reason: '本批统一匹配' });
		await expect(
			refuseProposal(world.ctx(hr, DAY), { proposalId: id, reason: '再说' })
		).rejects.toMatchObject({ code: 'mentors.proposal.settled' });
		const { proposals } = await getFindPage(world.ctx(trainee, DAY));
		expect(proposals[0]).toMatchObject({ state: 'refused', reason: '本批统一匹配' });
		const list = await listProposals(world.ctx(hr, DAY), { state: 'refused', page: 1 });
		expect(list.rows.map((row) => row.id)).toEqual([id]);
	});

	it('looks again when HR agrees: the mentor may be full or suspended by then', async () => {
		const { mentor, hr, id, here } = await givenProposal();
		const ctx = world.ctx(hr, DAY);
		await pauseMentor(ctx, {
			...{
				personId: mentor.id,
				kind: 'suspension',
				reason: '核查',
				startsOn: '2026-03-02',
				endsOn: '2026-03-09'
			}
		});
		const late = { ...accept, startsOn: '2026-03-10' };
		await expect(acceptProposal(ctx, { proposalId: id, ...accept })).rejects.toMatchObject({
			code: 'mentors.proposal.unfit'
		});
		for (let i = 0; i < 2; i++) {
			const trainee = await givenPerson(world, { unit: here });
			await createPairing(ctx, { traineeId: trainee.id, mentorId: mentor.id, ...plan });
		}
		// The suspension is over by the first day, but the places are gone.
		await expect(acceptProposal(ctx, { proposalId: id, ...late })).rejects.toMatchObject({
			code: 'mentors.proposal.unfit'
		});
	});

	it('binds HR too, who are told why somebody cannot take a trainee', async () => {
		const { here, branch } = await givenUnits(world);
		const trainee = await givenPerson(world, { unit: here });
		const ctx = world.ctx(await givenPerson(world, { roles: ['hrOfficer'], roleUnit: branch }), DAY);
		const unable = await givenMentor(world, here, { qualified: false });
		await expect(pairTwo(ctx, { traineeId: trainee.id, mentorId: unable.id, ...plan })).rejects.toMatchObject(
			{
				code: 'mentors.import.unfit',
				params: { why: '未达导师条件' }
			}
		);
		const able = await givenMentor(world, here);
		await pairTwo(ctx, { traineeId: trainee.id, mentorId: able.id, ...plan });
		expect(await mentorIdsOf(world.db, trainee.id)).toEqual([able.id]);
	});

	it('is made once for each pair and three at a time, and taken back only by its maker', async () => {
		const { trainee, mentor, id, here, hr } = await givenProposal();
		const ctx = world.ctx(trainee, DAY);
		await expect(proposePair(ctx, { mentorId: mentor.id, note })).rejects.toMatchObject({
			code: 'mentors.proposal.twice'
		});
		const more = [
			await givenMentor(world, here),
			await givenMentor(world, here),
			await givenMentor(world, here)
		];
		const result = await race(more.map(({ id: mentorId }) => proposePair(ctx, { mentorId, note })));
		expect(result).toEqual({ done: 2, refused: ['mentors.proposal.many'] });
		for (const person of [hr, mentor])
			await expect(withdrawProposal(world.ctx(person, DAY), { proposalId: id })).rejects.toMatchObject({
				code: 'app.not_found'
			});
		await withdrawProposal(ctx, { proposalId: id });
		await expect(withdrawProposal(ctx, { proposalId: id })).rejects.toMatchObject({
			code: 'mentors.proposal.settled'
		});
	});

	it('is decided by HR of the trainee’s unit, who is neither of the two', async () => {
		const { trainee, mentor, id, far } = await givenProposal();
		const stranger = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: far });
		for (const person of [trainee, mentor, stranger]) {
			const ctx = world.ctx(person, DAY);
			await expect(acceptProposal(ctx, { proposalId: id, ...accept })).rejects.toMatchObject({
				code: 'app.not_found'
			});
			await expect(refuseProposal(ctx, { proposalId: id, reason: '否' })).rejects.toMatchObject({
				code: 'app.not_found'
			});
		}
		const own = await givenPerson(world, { roles: ['hrOfficer', 'trainee'], unit: far });
		const helper = await givenMentor(world, far);
		const proposal = await proposePair(world.ctx(own, DAY), { mentorId: helper.id, note });
		await expect(
			acceptProposal(world.ctx(own, DAY), { proposalId: proposal.id, ...accept })
		).rejects.toMatchObject({ code: 'access.separation.self' });
	});
});
