import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { publishBlueprint } from '$lib/features/bank/index.server';
import {
	createSitting,
	findOpenSittings,
	getSitting,
	listOwnSittings,
	listSittings,
	registerForSitting,
	sittingFilterSchema,
	startAttempt,
	updateSitting,
	withdrawRegistration
} from '$lib/features/exams/index.server';
import { registrations } from '$lib/features/exams/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import {
	after,
	ANNOUNCED,
	blueprint,
	givenBank,
	givenCandidate,
	givenSitting,
	plan,
	REGISTERING,
	STARTED,
	times
} from './given';

onEveryDatabase('sittings and registration', (world) => {
	it('publishes a blueprint as a new version only when it says something new', async () => {
		const { officer, blueprintId } = await givenBank(world);
		const ctx = world.ctx(officer, ANNOUNCED);
		expect(await publishBlueprint(ctx, structuredClone(blueprint))).toMatchObject({
			id: blueprintId,
			version: 1
		});
		const [a, b] = await Promise.all(
			[1, 2].map(() => publishBlueprint(ctx, { ...blueprint, code: 'other' }))
		);
		expect(a!.id).toBe(b!.id);
		expect((await publishBlueprint(ctx, { ...blueprint, code: 'other', minutes: 20 })).version).toBe(2);
	});

	it('names the cell that the bank cannot fill', async () => {
		const { officer } = await givenBank(world);
		const ctx = world.ctx(officer, ANNOUNCED);
		const big = await publishBlueprint(ctx, {
			...blueprint,
			code: 'big',
			items: 5,
			cells: [{ area: 'ethics', from: 5, to: 5 }]
		});
		await expect(createSitting(ctx, plan(big.id))).rejects.toMatchObject({
			kind: 'conflict',
			code: 'exams.sitting.bank_short',
			params: { area: 'ethics', need: 5, have: 4 }
		});
	});

	it('refuses contradicting times by field, and people without the role', async () => {
		const { officer, approver, blueprintId } = await givenBank(world);
		const make = (change: object, who = officer) =>
			createSitting(world.ctx(who, ANNOUNCED), { ...plan(blueprintId), ...change });
		await expect(make({ registrationClosesAt: times.registrationOpensAt })).rejects.toMatchObject({
			fields: { registrationClosesAt: 'exams.sitting.registration_order' }
		});
		await expect(make({ registrationClosesAt: after(times.closesAt, 1) })).rejects.toMatchObject({
			fields: { registrationClosesAt: 'exams.sitting.registration_late' }
		});
		const within = { registrationClosesAt: after(times.opensAt, 30 * 60_000) };
		await expect(make({ ...within, lateMinutes: 29 })).rejects.toMatchObject({
			fields: { registrationClosesAt: 'exams.sitting.registration_after_entry' }
		});
		await expect(make({ closesAt: times.opensAt, registrationClosesAt: REGISTERING })).rejects.toMatchObject({
			fields: { closesAt: 'exams.sitting.window_order' }
		});
		await expect(make({ minutes: 480, opensAt: after(times.closesAt, -60_000) })).rejects.toMatchObject({
			fields: { minutes: 'exams.sitting.window_short' }
		});
		await expect(make({}, approver)).rejects.toMatchObject({ kind: 'forbidden' });
	});

	it('is edited until registration opens, not from that moment on', async () => {
		const { officer, blueprintId } = await givenBank(world);
		const sittingId = await givenSitting(world);
		const edit = (now: Date) =>
			updateSitting(world.ctx(officer, now), { ...plan(blueprintId), sittingId, minutes: 40 });
		await edit(after(times.registrationOpensAt, -1));
		expect((await getSitting(world.ctx(officer), sittingId)).minutes).toBe(40);
		await expect(edit(times.registrationOpensAt)).rejects.toMatchObject({ code: 'exams.sitting.settled' });
	});

	it('registers in the window, once, with a ticket', async () => {
		const sittingId = await givenSitting(world);
		const person = await givenPerson(world);
		const at = (now: Date, who = person) => registerForSitting(world.ctx(who, now), { sittingId });
		await expect(at(after(times.registrationOpensAt, -1))).rejects.toMatchObject({
			code: 'exams.register.early'
		});
		await expect(at(times.registrationClosesAt)).rejects.toMatchObject({ code: 'exams.register.late' });
		expect(await at(times.registrationOpensAt)).toMatchObject({ ticket: '2603-0001' });
		await expect(at(REGISTERING)).rejects.toMatchObject({ code: 'exams.register.twice' });
		const { author } = await givenBank(world);
		await expect(at(REGISTERING, author)).rejects.toMatchObject({ code: 'exams.register.sees_keys' });
	});

	it('gives twenty who register at once twenty tickets, and one who clicks twice one', async () => {
		const sittingId = await givenSitting(world);
		const crowd = await Promise.all(Array.from({ length: 20 }, () => givenPerson(world)));
		const all = await Promise.allSettled(
			[...crowd, crowd[0]!].map((who) => registerForSitting(world.ctx(who, REGISTERING), { sittingId }))
		);
		expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(1);
		const rows = await world.db.select().from(registrations).where(eq(registrations.sittingId, sittingId));
		expect(rows.map(({ ticket }) => ticket).sort()).toEqual(
			Array.from({ length: 20 }, (_, i) => `2603-${String(i + 1).padStart(4, '0')}`)
		);
	});

	it('lets a candidate withdraw until registration closes, and come back with the same ticket', async () => {
		const sittingId = await givenSitting(world);
		const candidate = await givenCandidate(world, sittingId);
		const ctx = (now: Date) => world.ctx(candidate, now);
		await expect(withdrawRegistration(ctx(times.registrationClosesAt), { sittingId })).rejects.toMatchObject({
			code: 'exams.withdraw.late'
		});
		await withdrawRegistration(ctx(REGISTERING), { sittingId });
		await expect(withdrawRegistration(ctx(REGISTERING), { sittingId })).rejects.toMatchObject({
			kind: 'not_found'
		});
		await expect(startAttempt(ctx(STARTED), { sittingId })).rejects.toMatchObject({
			code: 'exams.start.unregistered'
		});
		expect((await listOwnSittings(ctx(STARTED))).registered).toEqual([]);
		expect(await registerForSitting(ctx(REGISTERING), { sittingId })).toMatchObject({ ticket: '2603-0001' });
		expect((await listOwnSittings(ctx(STARTED))).registered).toMatchObject([
			{ id: sittingId, mayStart: true, ticket: '2603-0001' }
		]);
	});

	it('counts, for the staff, who registered and who sat', async () => {
		const { officer } = await givenBank(world);
		const sittingId = await givenSitting(world);
		await givenCandidate(world, sittingId);
		const candidate = await givenCandidate(world, sittingId);
		await startAttempt(world.ctx(candidate, STARTED), { sittingId });
		const { rows } = await listSittings(
			world.ctx(officer, STARTED),
			sittingFilterSchema.parse({ tier: 'manager' })
		);
		expect(rows.find(({ id }) => id === sittingId)).toMatchObject({
			registered: 2,
			started: 1,
			phase: 'open'
		});
		await expect(
			listSittings(world.ctx(candidate, STARTED), sittingFilterSchema.parse({}))
		).rejects.toMatchObject({ kind: 'forbidden' });
	});

	it('tells other features what can be registered for', async () => {
		const sittingId = await givenSitting(world);
		const find = (now: Date, tier = 'manager') => findOpenSittings(world.db, { ladder: 'bank', tier, now });
		expect((await find(REGISTERING)).map(({ id }) => id)).toContain(sittingId);
		expect(await find(times.registrationClosesAt)).toEqual([]);
		expect(await find(REGISTERING, 'senior')).toEqual([]);
	});
});
