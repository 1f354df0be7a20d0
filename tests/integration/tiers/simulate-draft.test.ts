import { beforeAll, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { simulationFilter } from '$lib/features/tiers';
import {
	exportSimulation,
	findSimulation,
	listChanges,
	saveDraft,
	simulateDraft,
	simulatePolicy,
	startDraft
} from '$lib/features/tiers/index.server';
import { policyVersions, simulationChanges, simulations } from '$lib/features/tiers/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson, type GivenUnit } from '../../support/world';
import {
	givenAppointment,
	givenCertificate,
	givenEvidence,
	givenPolicies,
	givenReadyForManager,
	NOW
} from './given';

onEveryDatabase('simulate a draft', (world) => {
	let officer: GivenPerson;
	let local: GivenPerson;
	let ready: GivenPerson;
	let nearly: GivenPerson;
	let draftId: string;
	let here: GivenUnit;
	const filter = (query = '') => simulationFilter(new URLSearchParams(query));
	const by = (who: GivenPerson) => world.ctx(who, NOW);

	async function write(change: (yaml: string) => string): Promise<number> {
		await givenPolicies(world);
		const [base] = await world.db
			.select()
			.from(policyVersions)
			.where(eq(policyVersions.effectiveFrom, '2026-07-01'));
		draftId = await startDraft(by(officer), { baseId: base!.id });
		const yaml = change(base!.yaml.replace('effectiveFrom: "2026-07-01"', 'effectiveFrom: "2027-01-01"'));
		return (await saveDraft(by(officer), { draftId, yaml, version: 1 })).version;
	}
	async function run(version: number) {
		const { simulationId } = await simulateDraft(by(officer), { draftId, version });
		await world.runJobs();
		return { simulationId, found: (await findSimulation(by(officer), draftId))! };
	}

	beforeAll(async () => {
		officer = await givenPerson(world, { roles: ['hrOfficer'] });
		here = await givenUnit(world, { code: 'SIM1' });
		const there = await givenUnit(world, { code: 'SIM2' });
		local = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: here });
		ready = await givenReadyForManager(world, [], { unit: here });
		nearly = await givenReadyForManager(world, ['shadowing'], { unit: there });
	});

	it('says who loses, by which requirement, by unit and by tier', async () => {
		const version = await write((yaml) =>
			yaml.replace('shadowing: { minutes: 2160 }', 'shadowing: { minutes: 3000 }')
		);
		const { simulationId } = await simulateDraft(by(officer), { draftId, version });
		// Asking again while it waits gives the same one.
		expect(await simulateDraft(by(officer), { draftId, version })).toEqual({ simulationId });
		expect((await findSimulation(by(officer), draftId))!.state).toBe('waiting');
		await world.runJobs();
		const found = (await findSimulation(by(officer), draftId))!;
		expect(found).toMatchObject({ state: 'done', asOf: '2026-11-21', outdated: false });
		expect(found.figures).toMatchObject({
			eligible: { before: 1, after: 0 },
			totals: { gains: 0, loses: 1, lapses: 0, keeps: 0 },
			before: { effectiveFrom: '2026-07-01' },
			after: { effectiveFrom: '2027-01-01' },
			movers: [{ side: 'after', loses: 1, says: { kind: 'shadowing' }, sensitive: false }]
		});
		const units = found.figures!.units.filter(({ loses }) => loses > 0).map(({ path }) => path);
		expect(units).toEqual(['HQ/', 'HQ/SIM1/']);
		expect(found.figures!.tiers.filter(({ loses }) => loses > 0).map(({ id }) => id)).toEqual(['manager']);
		const { rows } = await listChanges(by(officer), simulationId, filter());
		expect(rows).toEqual([
			expect.objectContaining({
				personId: ready.id,
				effect: 'loses',
				tier: 'manager',
				moved: [found.figures!.movers[0]!.key]
			})
		]);
		// A job that runs twice changes nothing.
		await simulatePolicy(world.ctx(), { simulationId, yaml: '' });
		expect(
			await world.db.select().from(simulationChanges).where(eq(simulationChanges.simulationId, simulationId))
		).toHaveLength(1);
	});

	it('says who gains, and names only people whom the reader may see', async () => {
		const version = await write((yaml) =>
			yaml.replace('shadowing: { minutes: 2160 }', 'shadowing: { minutes: 60 }')
		);
		const { simulationId, found } = await run(version);
		expect(found.figures).toMatchObject({
			totals: { gains: 1, loses: 0 },
			movers: [{ side: 'before', gains: 1 }]
		});
		const all = await listChanges(by(officer), simulationId, filter('effect=gains'));
		expect(all.rows.map(({ personId }) => personId)).toEqual([nearly.id]);
		// An officer of another branch sees the figures and nobody's name.
		expect(await listChanges(by(local), simulationId, filter())).toMatchObject({
			rows: [],
			total: 0,
			unseen: 1,
			named: true
		});
		const admin = await givenPerson(world, { roles: ['administrator'] });
		expect(await listChanges(by(admin), simulationId, filter())).toMatchObject({
			rows: [],
			unseen: 1,
			named: false
		});
		expect((await listChanges(by(officer), simulationId, filter(`unit=${here.id}`))).total).toBe(0);
		expect(
			(await listChanges(by(officer), simulationId, filter(`by=${found.figures!.movers[0]!.key}`))).total
		).toBe(1);
		const csv = async (who: GivenPerson) =>
			new Response(await exportSimulation(by(who), simulationId, filter())).text();
		expect((await csv(officer)).split('\r\n')[1]).toContain(`${nearly.employeeNo},${nearly.name}`);
		expect((await csv(local)).split('\r\n')).toHaveLength(2);
	});

	it('says who no longer satisfies the tier they hold, also where the tier is gone', async () => {
		const holder = await givenPerson(world, { unit: here });
		await givenAppointment(world, holder, 'manager', '2025-03-01');
		await givenCertificate(world, holder, 'manager', '2026-03-01');
		await givenEvidence(world, holder, 'creditCheck', '2026-10-01', { outcome: 'good', source: '征信中心' });
		const keep = await write((yaml) =>
			yaml.replace(
				/(retain:\n)( +- certificate: \{ tier: manager \})/,
				'$1      - creditHours: { minutes: 600, withinMonths: 12 }\n$2'
			)
		);
		const kept = await run(keep);
		expect(kept.found.figures).toMatchObject({ totals: { lapses: 1 } });
		expect((await listChanges(by(officer), kept.simulationId, filter('effect=lapses'))).rows).toEqual([
			expect.objectContaining({ personId: holder.id, tier: 'manager' })
		]);
		const renamed = await write((yaml) => yaml.replaceAll('manager', 'keeper'));
		const { found } = await run(renamed);
		expect(found.figures).toMatchObject({ totals: { lapses: 1 }, reasons: { 'tier.gone': { lapses: 1 } } });
	});

	it('is of the text that was simulated, whatever is written since', async () => {
		const version = await write((yaml) =>
			yaml.replace('shadowing: { minutes: 2160 }', 'shadowing: { minutes: 60 }')
		);
		await simulateDraft(by(officer), { draftId, version });
		await saveDraft(by(officer), { draftId, version, yaml: 'broken: [' });
		await world.runJobs();
		const found = (await findSimulation(by(officer), draftId))!;
		expect(found).toMatchObject({ state: 'done', outdated: true, figures: { totals: { gains: 1 } } });
		await expect(simulateDraft(by(officer), { draftId, version })).rejects.toMatchObject({
			code: 'tiers.draft.changed'
		});
		await expect(simulateDraft(by(officer), { draftId, version: version + 1 })).rejects.toMatchObject({
			code: 'tiers.draft.problems'
		});
	});

	it('is given up when it fails or is lost, and can begin anew', async () => {
		const version = await write((yaml) => yaml);
		const { simulationId } = await simulateDraft(by(officer), { draftId, version });
		await simulatePolicy(world.ctx(), { simulationId, yaml: 'nonsense' });
		expect((await findSimulation(by(officer), draftId))!).toMatchObject({ state: 'failed', figures: null });
		const second = await simulateDraft(by(officer), { draftId, version });
		const later = world.ctx(officer, new Date(NOW.getTime() + 20 * 60_000));
		const third = await simulateDraft(later, { draftId, version });
		expect(third.simulationId).not.toBe(second.simulationId);
		const [lost] = await world.db.select().from(simulations).where(eq(simulations.id, second.simulationId));
		expect(lost!.state).toBe('failed');
	});

	it('is asked for by those who write or publish standards', async () => {
		const version = await write((yaml) => yaml);
		for (const roles of [['trainee'], ['auditor'], ['mentor']] as const) {
			const who = await givenPerson(world, { roles });
			await expect(simulateDraft(by(who), { draftId, version })).rejects.toMatchObject({ kind: 'forbidden' });
		}
		const trainee = await givenPerson(world);
		await expect(findSimulation(by(trainee), draftId)).rejects.toMatchObject({ kind: 'forbidden' });
	});
});
