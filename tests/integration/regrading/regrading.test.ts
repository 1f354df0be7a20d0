import { and, asc, eq, isNull } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import { markAttempt, passedAttempts } from '$lib/features/exams/index.server';
import {
	attemptPapers,
	attemptResults,
	keyCorrections,
	resultHolds,
	sittings
} from '$lib/features/exams/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { draftRegradeSchema } from '$lib/features/regrading';
import {
	approveRegrade,
	draftRegrade,
	proposeRegrade,
	rejectRegrade,
	tryRegrade,
	withdrawRegrade
} from '$lib/features/regrading/index.server';
import { regradeEffects, regrades } from '$lib/features/regrading/tables.server';
import type { Trial } from '$lib/features/regrading/trial';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson } from '../../support/world';
import { after, givenAttempt, givenSitting, STARTED } from '../exams/given';
import { askedOf, CLOSED, givenDraft, givenSat, itemAt, LATER, wrongKey } from './given';

const current = async (world: World, attemptId: string) =>
	(
		await world.db
			.select()
			.from(attemptResults)
			.where(and(eq(attemptResults.attemptId, attemptId), isNull(attemptResults.supersededAt)))
	)[0]!;
const versions = (world: World, attemptId: string) =>
	world.db
		.select()
		.from(attemptResults)
		.where(eq(attemptResults.attemptId, attemptId))
		.orderBy(asc(attemptResults.version));
const regradeOf = async (world: World, id: string) =>
	(await world.db.select().from(regrades).where(eq(regrades.id, id)))[0]!;
const toldOf = async (world: World, personId: string) =>
	(await world.db.select().from(notifications).where(eq(notifications.personId, personId))).filter(
		({ kind }) => kind === 'regrading.result'
	);

/** Drafted and handed in, with what an approver has read. */
async function givenProposed(
	world: World,
	given: Awaited<ReturnType<typeof givenSat>>,
	itemVersionId: string,
	said: object
) {
	const id = await givenDraft(world, given.officer, given.sittingId, itemVersionId, { ...said });
	await proposeRegrade(world.ctx(given.officer, LATER), { regradeId: id });
	return { regradeId: id, trialHash: (await regradeOf(world, id)).trialHash! };
}

onEveryDatabase('a regrade', (world) => {
	it('is tried without writing, approved by another, and marks everybody who had the item in one step', async () => {
		const given = await givenSat(world, [12, 8, 7]);
		const { sittingId, sat, officer, approver } = given;
		// The last question of the second candidate's paper: right for whoever answered rightly.
		const item = await itemAt(world, sat[1]!.attemptId, 12);
		const concerned = await askedOf(world, sittingId, item.itemVersionId);
		const id = await givenDraft(world, officer, sittingId, item.itemVersionId, {
			kind: 'key',
			key: wrongKey(item)
		});
		for (const { attemptId } of sat) expect(await versions(world, attemptId)).toHaveLength(1);
		expect(
			await world.db.select().from(keyCorrections).where(eq(keyCorrections.sittingId, sittingId))
		).toEqual([]);
		const drafted = await regradeOf(world, id);
		const trial = drafted.trial as Trial;
		expect(trial).toMatchObject({
			candidates: concerned.length,
			down: concerned.length,
			up: 0,
			told: concerned.length
		});
		expect(trial.before).toMatchObject({ difficulty: 1 });
		expect(trial.after).toMatchObject({ difficulty: 0 });
		const effects = await world.db.select().from(regradeEffects).where(eq(regradeEffects.regradeId, id));
		expect(effects.map(({ attemptId }) => attemptId).sort()).toEqual(concerned);
		expect(effects.find(({ attemptId }) => attemptId === sat[1]!.attemptId)).toMatchObject({
			...{ moves: -1, crosses: -1, released: true, before: { tenths: 666, passed: true } },
			after: { tenths: 583, passed: false }
		});

		await proposeRegrade(world.ctx(officer, LATER), { regradeId: id });
		const approve = { regradeId: id, trialHash: drafted.trialHash! };
		await expect(approveRegrade(world.ctx(officer, LATER), approve)).rejects.toMatchObject({
			code: 'access.separation.proposer'
		});
		await approveRegrade(world.ctx(approver, LATER), approve);
		for (const { attemptId, candidate } of sat) {
			const [old, now] = await versions(world, attemptId);
			expect(old).toMatchObject({ version: 1, releasedAt: CLOSED });
			if (!concerned.includes(attemptId)) {
				expect(now).toBeUndefined();
				continue;
			}
			expect(old!.supersededAt).toEqual(LATER);
			expect(now).toMatchObject({
				version: 2,
				releasedAt: LATER,
				earnedHundredths: old!.earnedHundredths - 500
			});
			expect(await toldOf(world, candidate.id)).toMatchObject([
				{ params: { before: old!.tenths / 10, after: now!.tenths / 10 }, href: `/exams/${sittingId}/result` }
			]);
		}
		expect((await toldOf(world, sat[1]!.candidate.id))[0]!.params).toMatchObject({ change: 'failing' });
		expect((await passedAttempts(world.db, { sittingId })).map(({ attemptId }) => attemptId)).toEqual([
			sat[0]!.attemptId
		]);
		expect(await regradeOf(world, id)).toMatchObject({ outcome: 'applied', endedBy: approver.id });
		// What is marked again gives the same.
		expect(await markAttempt(world.ctx(undefined, LATER), { attemptId: sat[1]!.attemptId })).toBe(false);
		await expect(approveRegrade(world.ctx(approver, LATER), approve)).rejects.toMatchObject({
			code: 'regrading.state.applied'
		});
		const entries = await world.db
			.select()
			.from(auditLog)
			.where(eq(auditLog.subjectId, id))
			.orderBy(auditLog.seq);
		expect(entries.map(({ action }) => action)).toEqual([
			'regrading.regrade.draft',
			'regrading.regrade.propose',
			'regrading.regrade.approve'
		]);
	});

	it('lets nobody go down where that was decided, and gives everybody full marks', async () => {
		const given = await givenSat(world, [12, 7]);
		const { approver, sat } = given;
		const item = await itemAt(world, sat[1]!.attemptId, 1);
		const kept = await givenProposed(world, given, item.itemVersionId, {
			...{ kind: 'key', policy: 'keepBest', key: wrongKey(item) }
		});
		await approveRegrade(world.ctx(approver, LATER), kept);
		// Seven were right, and the wrong one is right now; whoever had it right keeps it.
		expect(await current(world, sat[1]!.attemptId)).toMatchObject({ earnedHundredths: 4000, passed: true });
		expect(await current(world, sat[0]!.attemptId)).toMatchObject({ earnedHundredths: 6000 });
		expect(await toldOf(world, sat[0]!.candidate.id)).toEqual([]);
		expect((await toldOf(world, sat[1]!.candidate.id))[0]!.params).toMatchObject({ change: 'passing' });

		const other = await itemAt(world, sat[1]!.attemptId, 2);
		const credit = await givenProposed(world, given, other.itemVersionId, { kind: 'credit' });
		await approveRegrade(world.ctx(approver, LATER), credit);
		expect(await current(world, sat[1]!.attemptId)).toMatchObject({ earnedHundredths: 4500, maxScore: 60 });
		await expect(
			givenDraft(world, given.officer, given.sittingId, other.itemVersionId, { kind: 'credit' })
		).rejects.toMatchObject({ code: 'regrading.change.nothing' });
		await expect(
			givenDraft(world, given.officer, given.sittingId, other.itemVersionId, {
				kind: 'drop',
				policy: 'keepBest'
			})
		).rejects.toMatchObject({ code: 'regrading.change.all_have' });
	});

	it('has to be run again when a mark has changed since', async () => {
		const given = await givenSat(world, [12, 8]);
		const { approver, sat, officer, sittingId } = given;
		const item = await itemAt(world, sat[0]!.attemptId, 1);
		const approve = await givenProposed(world, given, item.itemVersionId, {});
		const other = await itemAt(world, sat[0]!.attemptId, 2);
		await world.db.insert(keyCorrections).values({
			...{ id: newId(LATER), sittingId, itemVersionId: other.itemVersionId, question: null, madeAt: LATER }
		});
		await markAttempt(world.ctx(undefined, LATER), { attemptId: sat[0]!.attemptId });
		await expect(approveRegrade(world.ctx(approver, LATER), approve)).rejects.toMatchObject({
			code: 'regrading.approve.changed'
		});
		expect(await current(world, sat[0]!.attemptId)).toMatchObject({ maxScore: 55 });
		await tryRegrade(world.ctx(approver, LATER), approve);
		const { trialHash } = await regradeOf(world, approve.regradeId);
		expect(trialHash).not.toBe(approve.trialHash);
		await approveRegrade(world.ctx(approver, LATER), { ...approve, trialHash: trialHash! });
		expect(await current(world, sat[0]!.attemptId)).toMatchObject({ maxScore: 50 });
		await expect(tryRegrade(world.ctx(officer, LATER), approve)).rejects.toMatchObject({
			code: 'regrading.state.applied'
		});
	});

	it('is one at a time in a sitting, and is applied once', async () => {
		const given = await givenSat(world, [12, 8]);
		const { officer, approver, second, sittingId, sat } = given;
		const ids = await Promise.all(
			[1, 2].map(async (position) => {
				const { itemVersionId } = await itemAt(world, sat[0]!.attemptId, position);
				return givenDraft(world, officer, sittingId, itemVersionId, {});
			})
		);
		const proposed = await Promise.allSettled(
			ids.map((regradeId) => proposeRegrade(world.ctx(officer, LATER), { regradeId }))
		);
		expect(proposed.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(proposed.find((one) => one.status === 'rejected')).toMatchObject({
			reason: { code: 'regrading.propose.another' }
		});
		const regradeId = ids[proposed.findIndex(({ status }) => status === 'fulfilled')]!;
		const trialHash = (await regradeOf(world, regradeId)).trialHash!;
		const raced = await Promise.allSettled(
			[approver, second].map((by) => approveRegrade(world.ctx(by, LATER), { regradeId, trialHash }))
		);
		expect(raced.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(raced.find((one) => one.status === 'rejected')).toMatchObject({
			reason: { code: 'regrading.state.applied' }
		});
		expect(
			await world.db.select().from(keyCorrections).where(eq(keyCorrections.sittingId, sittingId))
		).toHaveLength(1);
		expect(await versions(world, sat[0]!.attemptId)).toHaveLength(2);
		// The other one may be handed in now, on marks that are new.
		const other = ids.find((id) => id !== regradeId)!;
		await tryRegrade(world.ctx(officer, LATER), { regradeId: other });
		await proposeRegrade(world.ctx(officer, LATER), { regradeId: other });
	});

	it('is rejected with a reason, or taken back; then nothing changes', async () => {
		const given = await givenSat(world, [12]);
		const { officer, approver, sat } = given;
		const { itemVersionId } = await itemAt(world, sat[0]!.attemptId, 1);
		const first = await givenProposed(world, given, itemVersionId, {});
		await rejectRegrade(world.ctx(approver, LATER), { ...first, reason: '题目无误' });
		expect(await regradeOf(world, first.regradeId)).toMatchObject({
			outcome: 'rejected',
			outcomeReason: '题目无误'
		});
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, officer.id));
		expect(told.filter(({ kind }) => kind === 'regrading.rejected')).toHaveLength(1);
		const next = await givenProposed(world, given, itemVersionId, {});
		await withdrawRegrade(world.ctx(officer, LATER), next);
		await expect(approveRegrade(world.ctx(approver, LATER), next)).rejects.toMatchObject({
			code: 'regrading.state.withdrawn'
		});
		expect(await versions(world, sat[0]!.attemptId)).toHaveLength(1);
	});

	it('before the release, and of a withheld result, tells nobody', async () => {
		const given = await givenSat(world, [12], false);
		const { approver, sat } = given;
		await world.db.insert(resultHolds).values({
			...{
				id: newId(CLOSED),
				attemptId: sat[0]!.attemptId,
				reason: '核实',
				raisedBy: approver.id,
				raisedAt: CLOSED
			}
		});
		const { itemVersionId } = await itemAt(world, sat[0]!.attemptId, 1);
		await approveRegrade(world.ctx(approver, LATER), await givenProposed(world, given, itemVersionId, {}));
		expect(await current(world, sat[0]!.attemptId)).toMatchObject({ maxScore: 55, releasedAt: null });
		expect(await toldOf(world, sat[0]!.candidate.id)).toEqual([]);
	});

	it('asks who may, and something that can be done', async () => {
		const given = await givenSat(world, [12]);
		const { officer, approver, author, sittingId, sat } = given;
		const item = await itemAt(world, sat[0]!.attemptId, 1);
		const { itemVersionId } = item;
		const draft = (by: Parameters<typeof givenDraft>[1], said: object, of = sittingId, at = LATER) =>
			givenDraft(world, by, of, itemVersionId, { ...said }, at);
		await expect(draft(approver, {})).rejects.toMatchObject({ code: 'access.forbidden' });
		await expect(draft(author, {})).rejects.toMatchObject({ code: 'access.forbidden' });
		await expect(draft(officer, { itemVersionId: newId(LATER) })).rejects.toMatchObject({
			kind: 'not_found'
		});
		await expect(draft(officer, {}, newId(LATER))).rejects.toMatchObject({ kind: 'not_found' });
		await expect(draft(officer, {}, sittingId, after(STARTED, 0))).rejects.toMatchObject({
			code: 'regrading.sitting.open'
		});
		for (const key of [['z'], [], undefined])
			await expect(draft(officer, { kind: 'key', key })).rejects.toMatchObject({
				fields: { key: 'bank.question.no_key' }
			});
		const asItIs = (item.question as { correct: unknown }).correct;
		const key = typeof asItIs === 'boolean' ? String(asItIs) : [asItIs].flat();
		await expect(draft(officer, { kind: 'key', key })).rejects.toMatchObject({
			code: 'regrading.change.nothing'
		});
		expect(
			draftRegradeSchema.safeParse({ sittingId, itemVersionId, kind: 'drop', policy: 'all' }).success
		).toBe(false);
		// A candidate who became an officer has no part in it.
		const candidate = await givenPerson(world, { roles: ['trainee', 'hrOfficer', 'hrApprover'] });
		await world.db
			.insert(attemptPapers)
			.values({ id: newId(LATER), sittingId, personId: candidate.id, seed: 'x', drawnAt: STARTED });
		await expect(draft(candidate, {})).rejects.toMatchObject({ code: 'access.separation.self' });
		const proposed = await givenProposed(world, given, itemVersionId, {});
		await expect(approveRegrade(world.ctx(candidate, LATER), proposed)).rejects.toMatchObject({
			code: 'access.separation.self'
		});
		await expect(approveRegrade(world.ctx(author, LATER), proposed)).rejects.toMatchObject({
			code: 'access.forbidden'
		});
		await expect(
			draftRegrade(
				world.ctx(officer, LATER),
				draftRegradeSchema.parse({
					...{
						sittingId,
						itemVersionId,
						kind: 'credit',
						policy: 'all',
						reason: '改',
						regradeId: proposed.regradeId
					}
				})
			)
		).rejects.toMatchObject({ code: 'regrading.state.proposed' });
		const rehearsal = await givenSitting(world);
		const { attemptId } = await givenAttempt(world, rehearsal);
		await world.db.update(sittings).set({ rehearsal: true }).where(eq(sittings.id, rehearsal));
		const other = await itemAt(world, attemptId, 1);
		await expect(givenDraft(world, officer, rehearsal, other.itemVersionId, {})).rejects.toMatchObject({
			code: 'regrading.sitting.rehearsal'
		});
	});
});
