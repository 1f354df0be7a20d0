import { and, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { issueCertificates, listAtStake, listIssuable } from '$lib/features/certificates/index.server';
import { reviewChecks } from '$lib/features/exams';
import {
	callOffRelease,
	decideHold,
	getHold,
	getOwnSitting,
	getRelease,
	getResult,
	listSuspicions,
	markAttempt,
	passedAttempts,
	raiseHold,
	releaseDue,
	releaseResults,
	reviewResults,
	saveAnswers,
	scheduleRelease
} from '$lib/features/exams/index.server';
import { attemptResults, sittings } from '$lib/features/exams/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import {
	after,
	givenAttempt,
	givenBank,
	givenRelease,
	givenReview,
	givenSitting,
	keepTimeUntil,
	STARTED,
	times
} from './given';

const CLOSED = after(times.closesAt, 3_600_000);
const TOMORROW = after(CLOSED, 86_400_000);
const LATER = after(CLOSED, 2 * 86_400_000);

onEveryDatabase('results between marking and release', (world) => {
	/** One who has everything right and one who has nothing, both marked. */
	async function givenMarked() {
		const crew = await givenBank(world);
		const sittingId = await givenSitting(world);
		const good = await givenAttempt(world, sittingId);
		const poor = await givenAttempt(world, sittingId);
		const answers = good.paper.map(({ position, right: given }) => ({
			...{ position, given, seq: 1, flagged: false }
		}));
		await saveAnswers(world.ctx(good.candidate, STARTED), { attemptId: good.attemptId, answers });
		await keepTimeUntil(world, CLOSED);
		return { ...crew, sittingId, good, poor };
	}
	const told = async (personId: string) =>
		(await world.db.select().from(notifications).where(eq(notifications.personId, personId))).map(
			({ kind }) => kind
		);
	/** Another mark, as if a key had been corrected. */
	async function changeMark(attemptId: string, at: Date) {
		await world.db
			.update(attemptResults)
			.set({ supersededAt: at })
			.where(eq(attemptResults.attemptId, attemptId));
		const [old] = await world.db.select().from(attemptResults).where(eq(attemptResults.attemptId, attemptId));
		await world.db
			.insert(attemptResults)
			.values({ ...old!, version: old!.version + 1, earnedHundredths: 5900, supersededAt: null });
	}

	it('are reviewed by one and released by another, as they were reviewed', async () => {
		const { officer, approver, sittingId, good } = await givenMarked();
		const { hash: seen } = await getRelease(world.ctx(officer, CLOSED), sittingId);
		const review = (who = officer, hash = seen) =>
			reviewResults(world.ctx(who, CLOSED), { sittingId, seen: hash, checks: [...reviewChecks] });
		await expect(review(approver)).rejects.toMatchObject({ kind: 'forbidden' });
		await expect(review(officer, 'old')).rejects.toMatchObject({ code: 'exams.review.changed' });
		const raced = await Promise.allSettled([review(), review()]);
		expect(raced.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await told(approver.id)).toContain('exams.reviewed');
		const both = await givenPerson(world, { roles: ['hrOfficer', 'hrApprover'] });
		await changeMark(good.attemptId, CLOSED);
		const release = (who = approver) => releaseResults(world.ctx(who, CLOSED), { sittingId });
		await expect(release()).rejects.toMatchObject({ code: 'exams.release.changed' });
		await review(both, (await getRelease(world.ctx(both, CLOSED), sittingId)).hash);
		await expect(release(both)).rejects.toMatchObject({ code: 'access.separation.reviewer' });
		expect(await release()).toEqual({ candidates: 2 });
		expect(await getRelease(world.ctx(officer, CLOSED), sittingId)).toMatchObject({
			reviewed: { by: both.name, stands: true },
			released: { by: approver.name }
		});
	});

	it('come out at the time that was set, unless it is called off or a mark changes', async () => {
		const { officer, approver, sittingId, good } = await givenMarked();
		const schedule = (dueAt = TOMORROW) => scheduleRelease(world.ctx(approver, CLOSED), { sittingId, dueAt });
		await expect(schedule()).rejects.toMatchObject({ code: 'exams.release.unreviewed' });
		await givenReview(world, sittingId, CLOSED);
		await expect(schedule(CLOSED)).rejects.toMatchObject({ code: 'exams.release.past' });
		const raced = await Promise.allSettled([schedule(), schedule()]);
		expect(raced.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const due = (at: Date) => releaseDue(world.ctx(undefined, at));
		const isOut = async () =>
			(await world.db.select().from(sittings).where(eq(sittings.id, sittingId)))[0]!.releasedAt;
		await due(after(TOMORROW, -1));
		expect(await isOut()).toBeNull();
		await callOffRelease(world.ctx(officer, CLOSED), { sittingId });
		await expect(callOffRelease(world.ctx(officer, CLOSED), { sittingId })).rejects.toMatchObject({
			code: 'exams.release.not_scheduled'
		});
		await due(TOMORROW);
		expect(await isOut()).toBeNull();

		await schedule();
		await changeMark(good.attemptId, CLOSED);
		await due(TOMORROW);
		expect(await isOut()).toBeNull();
		expect(await told(officer.id)).toContain('exams.release_off');
		expect(await told(approver.id)).toContain('exams.release_off');
		await expect(getResult(world.ctx(good.candidate, TOMORROW), { sittingId })).rejects.toMatchObject({
			kind: 'not_found'
		});

		await givenReview(world, sittingId, CLOSED);
		await schedule();
		await Promise.all([due(TOMORROW), due(TOMORROW)]);
		expect(await isOut()).toEqual(TOMORROW);
		expect(await getRelease(world.ctx(officer, TOMORROW), sittingId)).toMatchObject({
			released: { by: approver.name }
		});
		expect((await told(good.candidate.id)).filter((kind) => kind === 'resultsReleased')).toHaveLength(1);
	});

	it('are withheld for one, and cleared by somebody else: then they are out at once', async () => {
		const { officer, approver, sittingId, good, poor } = await givenMarked();
		const raise = (who = officer) =>
			raiseHold(world.ctx(who, CLOSED), { attemptId: good.attemptId, reason: '替考嫌疑' });
		await expect(raise(approver)).rejects.toMatchObject({ kind: 'forbidden' });
		const raced = await Promise.allSettled([raise(), raise()]);
		expect(raced.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(await told(approver.id)).toContain('exams.hold');
		const before = world.ctx(good.candidate, CLOSED);
		expect(await getOwnSitting(before, sittingId)).toMatchObject({ withheld: false, state: 'handedIn' });
		expect(await told(good.candidate.id)).not.toContain('exams.withheld');

		expect(await givenRelease(world, sittingId, CLOSED)).toEqual({ candidates: 1 });
		expect(await getOwnSitting(before, sittingId)).toMatchObject({ withheld: true, result: null });
		expect(JSON.stringify(await getOwnSitting(before, sittingId))).not.toContain('替考');
		expect(await told(good.candidate.id)).toContain('exams.withheld');
		expect(await told(good.candidate.id)).not.toContain('resultsReleased');
		expect(await getOwnSitting(world.ctx(poor.candidate, CLOSED), sittingId)).toMatchObject({
			...{ withheld: false, result: { passed: false } }
		});
		const [first] = (await listSuspicions(world.ctx(officer, CLOSED), sittingId)).all;
		expect(first).toMatchObject({ attemptId: good.attemptId, hold: 'open' });
		await expect(getHold(world.ctx(good.candidate, CLOSED), sittingId, good.attemptId)).rejects.toMatchObject(
			{ kind: 'forbidden' }
		);

		const decide = (who = approver) =>
			decideHold(world.ctx(who, LATER), {
				...{ attemptId: good.attemptId, decision: 'cleared' as const, reason: '查无实据' }
			});
		await expect(decide(officer)).rejects.toMatchObject({ kind: 'forbidden' });
		const decided = await Promise.allSettled([decide(), decide()]);
		expect(decided.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await expect(decide()).rejects.toMatchObject({ code: 'exams.hold.decided' });
		expect(await getResult(world.ctx(good.candidate, LATER), { sittingId })).toMatchObject({
			...{ passed: true, releasedAt: LATER.toISOString(), annulled: null, questioned: false }
		});
		expect(await told(good.candidate.id)).toContain('resultsReleased');
		expect(await passedAttempts(world.db, { sittingId })).toHaveLength(1);
	});

	it('are not decided by who raised it, however many roles they have', async () => {
		const { sittingId, good } = await givenMarked();
		const both = await givenPerson(world, { roles: ['hrOfficer', 'hrApprover'] });
		const { attemptId } = good;
		await raiseHold(world.ctx(both, CLOSED), { attemptId, reason: '疑点' });
		await expect(
			decideHold(world.ctx(both, CLOSED), { attemptId, decision: 'cleared', reason: '无' })
		).rejects.toMatchObject({ code: 'access.separation.raiser' });
		expect(await getHold(world.ctx(both, CLOSED), sittingId, attemptId)).toMatchObject({
			...{ open: true, mayDecide: false, barred: 'access.separation.raiser' }
		});
	});

	it('are annulled before the release, come out as annulled, and stay so when marked anew', async () => {
		const { officer, approver, sittingId, good } = await givenMarked();
		const { attemptId, candidate } = good;
		await raiseHold(world.ctx(officer, CLOSED), { attemptId, reason: '夹带' });
		await decideHold(world.ctx(approver, CLOSED), { attemptId, decision: 'annulled', reason: '夹带属实' });
		await expect(getResult(world.ctx(candidate, CLOSED), { sittingId })).rejects.toMatchObject({
			kind: 'not_found'
		});
		expect(await told(candidate.id)).not.toContain('exams.annulled');
		await expect(raiseHold(world.ctx(officer, CLOSED), { attemptId, reason: '再查' })).rejects.toMatchObject({
			code: 'exams.hold.annulled'
		});
		expect(await givenRelease(world, sittingId, CLOSED)).toEqual({ candidates: 2 });
		expect(await told(candidate.id)).toContain('exams.annulled');
		const result = await getResult(world.ctx(candidate, CLOSED), { sittingId });
		expect(result).toMatchObject({ passed: false, earnedHundredths: 0, annulled: '夹带属实', profile: [] });
		expect(await markAttempt(world.ctx(undefined, LATER), { attemptId })).toBe(false);
		expect(await passedAttempts(world.db, { sittingId })).toEqual([]);
	});

	it('keep a certificate from being issued while one is looked into, and list it where one is annulled', async () => {
		const { officer, approver, sittingId, good } = await givenMarked();
		const { attemptId, candidate } = good;
		await givenRelease(world, sittingId, CLOSED);
		const raise = (at = CLOSED) => raiseHold(world.ctx(officer, at), { attemptId, reason: '举报' });
		const issue = () => issueCertificates(world.ctx(undefined, LATER), { groundIds: [attemptId] });
		await raise();
		expect(await getResult(world.ctx(candidate, CLOSED), { sittingId })).toMatchObject({
			...{ passed: true, questioned: true }
		});
		expect(await told(candidate.id)).toContain('exams.questioned');
		await expect(issue()).rejects.toMatchObject({ code: 'certificates.issue.held' });
		const waiting = (await listIssuable(world.ctx(officer, LATER))).flatMap(({ people }) => people ?? []);
		expect(waiting.find((one) => one.groundId === attemptId)).toMatchObject({ obstacle: 'held' });
		const decide = (decision: 'cleared' | 'annulled') =>
			decideHold(world.ctx(approver, LATER), { attemptId, decision, reason: '核查完毕' });
		await decide('cleared');
		expect(await told(candidate.id)).toContain('exams.cleared');
		const [issued] = await issue();

		const atStake = async () => (await listAtStake(world.ctx(approver, LATER))).map(({ id }) => id);
		await raise(LATER);
		expect(await atStake()).not.toContain(issued!.id);
		await decide('annulled');
		await world.runJobs(LATER);
		expect(await atStake()).toContain(issued!.id);
		expect(await told(approver.id)).toContain('certificates.atStake');
		expect(await getResult(world.ctx(candidate, LATER), { sittingId })).toMatchObject({ passed: false });
		const versions = await world.db
			.select()
			.from(attemptResults)
			.where(and(eq(attemptResults.attemptId, attemptId), eq(attemptResults.rule, 'annulled/1')));
		expect(versions).toMatchObject([{ version: 2, releasedAt: LATER, earnedHundredths: 0 }]);
	});
});
