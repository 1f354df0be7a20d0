import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { readPledges } from '$lib/content/pledges.server';
import { auditLog } from '$lib/features/audit/tables.server';
import {
	factsFor,
	getPledgeForm,
	getPledgeText,
	listOwnPledges,
	listPledgeTexts,
	publishPledgeFiles,
	publishPledgeText,
	signPledge
} from '$lib/features/tiers/index.server';
import { pledges, pledgeTexts } from '$lib/features/tiers/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson } from '../../support/world';

onEveryDatabase('pledges', (world) => {
	const NOW = new Date('2026-03-02T02:00:00Z');
	const agree = 'on' as const;
	const words = { titleZh: '承诺书', titleEn: 'Pledge', bodyZh: '一、守法', bodyEn: '1. Law' };
	const own = async (person: GivenPerson, code: string, now = NOW) =>
		(await listOwnPledges(world.ctx(person, now))).find((one) => one.code === code)!;

	it('come with the program, once, even by two instances at a time', async () => {
		const done = await Promise.all([publishPledgeFiles(world.ctx()), publishPledgeFiles(world.ctx())]);
		expect(done.map(({ published }) => published).sort()).toEqual([0, readPledges().length]);
		const edited = readPledges().map((one) => ({ ...one, en: `${one.en} More.` }));
		expect(await publishPledgeFiles(world.ctx(), edited)).toEqual({ published: 0 });
	});

	it('are signed once by two clicks, with a seal over text, signer and time', async () => {
		const person = await givenPerson(world);
		const ctx = world.ctx(person, NOW);
		const { textId } = await own(person, 'newLoanPledge');
		const both = await Promise.allSettled([1, 2].map(() => signPledge(ctx, { textId, agree })));
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { kind: 'conflict', code: 'pledges.signed' }
		});
		expect(await own(person, 'newLoanPledge')).toMatchObject({
			state: 'signed',
			signature: { version: 1, signedOn: '2026-03-02', validTo: '2028-03-01' }
		});
		const facts = (await factsFor(world.db, [person.id], { on: '2026-03-02' })).get(person.id);
		expect(facts?.pledges).toMatchObject([{ code: 'newLoanPledge', version: 1, validTo: '2028-03-01' }]);
		const entries = await world.db.select().from(auditLog).where(eq(auditLog.personId, person.id));
		expect(entries.map(({ action }) => action)).toEqual(['tiers.pledge.sign']);
		const hr = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }), NOW);
		const shown = await getPledgeText(hr, textId, 1);
		expect(shown.rows.find(({ personId }) => personId === person.id)).toMatchObject({ intact: true });

		// Before it runs out it may be signed again; after that it must.
		const late = new Date('2028-02-01T02:00:00Z');
		expect((await own(person, 'newLoanPledge', late)).state).toBe('runsOut');
		expect((await own(person, 'newLoanPledge', new Date('2028-03-02T02:00:00Z'))).state).toBe('toSign');
		await signPledge(world.ctx(person, late), { textId, agree });
		expect((await own(person, 'newLoanPledge', late)).signature?.validTo).toBe('2030-01-31');
	});

	it('never change: a new wording is a new version, that is signed anew', async () => {
		const hr = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }), NOW);
		const code = 'dataPledge';
		const first = { ...words, code, validMonths: null, after: 0 };
		const { id } = await publishPledgeText(hr, first);
		const person = await givenPerson(world);
		await signPledge(world.ctx(person, NOW), { textId: id, agree });
		await expect(publishPledgeText(hr, { ...first, after: 1 })).rejects.toMatchObject({
			code: 'pledges.text.same'
		});
		const second = { ...first, bodyZh: '一、守法合规', after: 1 };
		const both = await Promise.allSettled([1, 2].map(() => publishPledgeText(hr, second)));
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { code: 'pledges.text.changed' }
		});
		expect((await own(person, code)).state).toBe('newText');
		await expect(
			signPledge(world.ctx(await givenPerson(world), NOW), { textId: id, agree })
		).rejects.toMatchObject({ code: 'pledges.text.old' });
		expect(await getPledgeForm(hr, code)).toMatchObject({ version: 2, bodyZh: '一、守法合规' });
		await expect(
			world.db.update(pledgeTexts).set({ bodyZh: '' }).where(eq(pledgeTexts.id, id))
		).rejects.toThrow();
		await expect(world.db.delete(pledges).where(sql`true`)).rejects.toThrow();
	});

	it('are published by HR officers, and signers are shown to whoever reads evidence, in their units', async () => {
		for (const role of ['trainee', 'mentor', 'hrApprover', 'auditor', 'administrator'] as const) {
			const ctx = world.ctx(await givenPerson(world, { roles: [role] }), NOW);
			await expect(
				publishPledgeText(ctx, { ...words, code: 'other', validMonths: null, after: 0 })
			).rejects.toMatchObject({ kind: 'forbidden' });
		}
		await expect(listPledgeTexts(world.ctx(await givenPerson(world), NOW))).rejects.toMatchObject({
			kind: 'forbidden'
		});
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const stranger = await givenPerson(world, { unit: other });
		const { textId } = await own(stranger, 'conductCommitment');
		await signPledge(world.ctx(stranger, NOW), { textId, agree });
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine, unit: mine });
		expect((await getPledgeText(world.ctx(hr, NOW), textId, 1)).total).toBe(0);
	});
});
