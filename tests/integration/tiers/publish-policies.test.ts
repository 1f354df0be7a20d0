import { expect, it } from 'vitest';
import { readPolicyFiles } from '$lib/content/policies.server';
import { auditLog } from '$lib/features/audit/tables.server';
import {
	findPolicyInForce,
	getPolicyVersion,
	listPolicies,
	publishPolicies
} from '$lib/features/tiers/index.server';
import { policyVersions } from '$lib/features/tiers/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { NOW } from './given';

onEveryDatabase('publish policies', (world) => {
	const ctx = () => world.ctx(undefined, NOW);

	it('publishes what is new, once, even by two instances at a time', async () => {
		const done = await Promise.all([publishPolicies(ctx()), publishPolicies(ctx())]);
		expect(done.map(({ published }) => published).sort()).toEqual([0, readPolicyFiles().length]);
		expect(await publishPolicies(ctx())).toEqual({ published: 0 });
		const entries = await world.db.select().from(auditLog);
		expect(entries.map(({ action, personId }) => [action, personId])).toEqual(
			readPolicyFiles().map(() => ['tiers.policy.publish', null])
		);
	});

	it('knows which is in force on a day', async () => {
		const on = async (day: string) =>
			(await findPolicyInForce(world.db, 'bank', day))?.policy.effectiveFrom ?? null;
		expect(await on('2023-12-31')).toBeNull();
		expect(await on('2024-01-01')).toBe('2024-01-01');
		expect(await on('2025-12-31')).toBe('2024-01-01');
		expect(await on('2026-06-30')).toBe('2026-01-01');
		expect(await on('2026-07-01')).toBe('2026-07-01');
		const all = await listPolicies(world.ctx(await givenPerson(world), NOW));
		expect(all).toHaveLength(readPolicyFiles().length);
		const listed = all.filter(({ ladder }) => ladder === 'bank');
		expect(listed.map(({ effectiveFrom, state, until }) => [effectiveFrom, state, until])).toEqual([
			['2026-07-01', 'inForce', null],
			['2026-01-01', 'past', '2026-07-01'],
			['2024-01-01', 'past', '2026-01-01']
		]);
		const shown = await getPolicyVersion(ctx(), listed[0]!.id);
		expect(shown.tiers).toHaveLength(4);
		expect(shown.yaml).toBe(
			readPolicyFiles().find(({ name }) => name === 'policies/bank/2026-07-01.yaml')?.text
		);
	});

	it('keeps what is published when the file is edited, and refuses a file that cannot stand', async () => {
		const files = readPolicyFiles();
		const edited = files.map((file) => ({ ...file, text: file.text.replace('2160', '1') }));
		expect(await publishPolicies(ctx(), edited)).toEqual({ published: 0 });
		const stored = await world.db.select({ yaml: policyVersions.yaml }).from(policyVersions);
		expect(stored.map(({ yaml }) => yaml).sort()).toEqual(files.map(({ text }) => text).sort());
		const broken = [
			{ name: 'policies/bank/2027-01-01.yaml', text: files[0]!.text.replace('induction', 'charm') }
		];
		await expect(publishPolicies(ctx(), broken)).rejects.toThrow(
			/2027-01-01\.yaml:\d+: unknown condition charm/
		);
		await expect(
			publishPolicies(ctx(), [{ name: 'policies/bank/2027-01-01.yaml', text: files[0]!.text }])
		).rejects.toThrow(/must be named/);
	});

	it('is for administrators', async () => {
		const officer = await givenPerson(world, { roles: ['hrOfficer'] });
		await expect(publishPolicies(world.ctx(officer, NOW))).rejects.toMatchObject({ kind: 'forbidden' });
	});
});
