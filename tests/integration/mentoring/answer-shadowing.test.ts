import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import {
	countersignShadowing,
	countOpenDisputes,
	disputeShadowing,
	findOpenDisputes,
	getPairing,
	getShadowingEntry,
	replaceShadowing,
	shadowingFacts
} from '$lib/features/mentoring/index.server';
import { computeEntryState } from '$lib/features/mentoring';
import { shadowingEntries, shadowingSignatures } from '$lib/features/mentoring/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';
import { givenEntry, on, race, REFLECTION, session } from './story';

const correction = (entryId: string, change: object = {}) => {
	const { pairingId: _pairingId, ...content } = session('');
	return { ...content, minutes: 60, entryId, ...change };
};

onEveryDatabase('answer shadowing', (world) => {
	it('counts once countersigned, and what was known before stays known', async () => {
		const { trainee, id, entryId } = await givenEntry(world);
		const ctx = world.ctx(trainee, on('2026-01-12'));
		await countersignShadowing(ctx, { entryId, reflection: REFLECTION });
		const detail = await getShadowingEntry(ctx, entryId);
		expect(detail.entry.state).toBe('countersigned');
		expect(detail.signatures.map(({ act, words }) => [act, words])).toEqual([
			['submit', ''],
			['countersign', REFLECTION]
		]);
		expect((await getPairing(ctx, id)).pairing.minutes).toBe(90);
		const facts = async (asOf: { on: string; recordedBefore?: Date }) =>
			(await shadowingFacts(world.db, [trainee.id], asOf))
				.get(trainee.id)
				?.map((f) => [f.state, f.minutes, f.signedOn]);
		expect(await facts({ on: '2026-01-12' })).toEqual([['countersigned', 90, '2026-01-12']]);
		expect(await facts({ on: '2026-01-12', recordedBefore: on('2026-01-11') })).toEqual([
			['waiting', 90, null]
		]);
		expect(await facts({ on: '2026-01-09' })).toBeUndefined();
	});

	it('refuses a second signature, a short reflection, and everybody else', async () => {
		const { hr, mentor, trainee, entryId } = await givenEntry(world);
		const sign = (who: Parameters<typeof world.ctx>[0], reflection = REFLECTION) =>
			countersignShadowing(world.ctx(who, on('2026-01-12')), { entryId, reflection });
		await expect(sign(trainee, '好的')).rejects.toMatchObject({ code: 'mentoring.reflection.short' });
		await expect(sign(trainee, `${REFLECTION}13800138000`)).rejects.toMatchObject({
			code: 'mentoring.note.phone'
		});
		await expect(sign(mentor)).rejects.toMatchObject({ code: 'access.forbidden' });
		await expect(sign(hr)).rejects.toMatchObject({ code: 'access.forbidden' });
		const stranger = await givenPerson(world);
		await expect(sign(stranger)).rejects.toMatchObject({ kind: 'not_found' });
		await expect(getShadowingEntry(world.ctx(stranger), entryId)).rejects.toMatchObject({
			code: 'access.forbidden'
		});
		await expect(getShadowingEntry(world.ctx(trainee), 'nonsense')).rejects.toMatchObject({
			kind: 'not_found'
		});
		const ctx = world.ctx(trainee, on('2026-01-12'));
		const both = [sign(trainee), disputeShadowing(ctx, { entryId, reason: '时长不符' })];
		expect(await race(both)).toEqual({ done: 1, refused: ['mentoring.entry.answered'] });
	});

	it('lets the mentor correct a disputed entry once; the trainee signs again', async () => {
		const { hr, mentor, trainee, id, entryId } = await givenEntry(world);
		const asTrainee = world.ctx(trainee, on('2026-01-12'));
		const asMentor = world.ctx(mentor, on('2026-02-20'));
		await expect(replaceShadowing(asMentor, correction(entryId))).rejects.toMatchObject({
			code: 'mentoring.entry.not_disputed'
		});
		await disputeShadowing(asTrainee, { entryId, reason: '当天只有一小时' });
		const unitHr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: trainee.unit });
		const elsewhere = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: await givenUnit(world) });
		expect((await findOpenDisputes(world.ctx(unitHr))).find((row) => row.entryId === entryId)).toMatchObject({
			reason: '当天只有一小时',
			minutes: 90
		});
		expect(await countOpenDisputes(world.ctx(elsewhere))).toBe(0);
		expect(await countOpenDisputes(world.ctx(mentor))).toBe(0);

		await expect(replaceShadowing(world.ctx(hr), correction(entryId))).rejects.toMatchObject({
			code: 'access.forbidden'
		});
		const tries = [
			replaceShadowing(asMentor, correction(entryId)),
			replaceShadowing(asMentor, correction(entryId))
		];
		const [first, second] = await Promise.allSettled(tries);
		const won = first?.status === 'fulfilled' ? first : second;
		expect(await race(tries)).toEqual({ done: 1, refused: ['mentoring.entry.replaced'] });
		const corrected = won?.status === 'fulfilled' ? won.value.id : '';
		await countersignShadowing(world.ctx(trainee, on('2026-02-21')), {
			entryId: corrected,
			reflection: REFLECTION
		});

		const detail = await getShadowingEntry(asMentor, corrected);
		expect(detail.versions.map(({ state, minutes }) => [state, minutes])).toEqual([
			['replaced', 90],
			['countersigned', 60]
		]);
		expect((await getPairing(asMentor, id)).pairing).toMatchObject({ minutes: 60, disputed: 0 });
		const facts = (await shadowingFacts(world.db, [trainee.id], { on: '2026-03-01' })).get(trainee.id);
		expect(facts?.map(({ id: fact }) => fact)).toEqual([corrected]);
	});

	it('says the same of every entry in SQL and in the rules', async () => {
		const ctx = world.ctx();
		const entries = await world.db.select().from(shadowingEntries);
		expect(entries.length).toBeGreaterThan(3);
		for (const { id } of entries) {
			const signatures = await world.db
				.select()
				.from(shadowingSignatures)
				.where(eq(shadowingSignatures.entryId, id));
			const acts = signatures.map((signature) => signature.act);
			const replaced = entries.some((entry) => entry.replacesId === id);
			expect((await getShadowingEntry(ctx, id)).entry.state).toBe(computeEntryState(acts, replaced));
		}
	});
});
