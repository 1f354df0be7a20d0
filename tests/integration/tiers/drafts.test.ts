import { beforeAll, expect, it } from 'vitest';
import { eq } from 'drizzle-orm';
import { readPolicyFiles } from '$lib/content/policies.server';
import { auditLog } from '$lib/features/audit/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import {
	checkDraft,
	discardDraft,
	getDraft,
	listDrafts,
	listFileWarnings,
	publishDraft,
	publishPolicies,
	returnDraft,
	saveDraft,
	startDraft,
	submitDraft
} from '$lib/features/tiers/index.server';
import { policyDrafts, policyVersions } from '$lib/features/tiers/tables.server';
import type { Context } from '$lib/server/context';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { givenPolicies, NOW } from './given';

const code = (wanted: string) => expect.objectContaining({ code: wanted });
const reasons = (settled: PromiseSettledResult<unknown>[]) =>
	settled.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []));

/** A draft of the bank's newest standard, saved with another date. */
async function givenDraft(world: World, ctx: Context, from: string, change = (yaml: string) => yaml) {
	await givenPolicies(world);
	const all = await world.db.select().from(policyVersions).where(eq(policyVersions.ladder, 'bank'));
	const base = all.sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0]!;
	const draftId = await startDraft(ctx, { baseId: base.id });
	const yaml = change(base.yaml.replace(/effectiveFrom: .*/, `effectiveFrom: "${from}"`));
	const { version } = await saveDraft(ctx, { draftId, yaml, version: 1 });
	return { draftId, version, yaml, base };
}

onEveryDatabase('drafts of a standard', (world) => {
	let officer: GivenPerson;
	let colleague: GivenPerson;
	let approver: GivenPerson;
	let other: GivenPerson;
	let by: (who: GivenPerson, now?: Date) => Context;
	beforeAll(async () => {
		officer = await givenPerson(world, { roles: ['hrOfficer'], name: '周敏' });
		colleague = await givenPerson(world, { roles: ['hrOfficer'] });
		approver = await givenPerson(world, { roles: ['hrApprover'], name: '郑海燕' });
		other = await givenPerson(world, { roles: ['administrator'] });
		by = (who, now = NOW) => world.ctx(who, now);
	});

	it('are written by one person, submitted, and published by another with their own bytes', async () => {
		const { draftId, version, yaml } = await givenDraft(world, by(officer), '2027-01-01', (text) =>
			text.replace('shadowing: { minutes: 2160 }', 'shadowing: { minutes: 2400 }')
		);
		await submitDraft(by(officer), { draftId, version });
		await expect(submitDraft(by(officer), { draftId, version })).rejects.toEqual(
			code('tiers.draft.not_open')
		);
		await expect(saveDraft(by(officer), { draftId, version, yaml })).rejects.toEqual(
			code('tiers.draft.not_open')
		);
		const told = await world.db.select().from(notifications).where(eq(notifications.personId, approver.id));
		expect(told.map(({ kind, href }) => [kind, href])).toEqual([
			['tiers.draftSubmitted', `/staff/policies/drafts/${draftId}`]
		]);
		const waiting = await getDraft(by(approver), draftId, 'en');
		expect(waiting.may).toMatchObject({ publish: true, return: true, edit: false });
		expect(waiting.changes?.tiers).toEqual([
			expect.objectContaining({
				id: 'manager',
				changes: [
					expect.objectContaining({
						before: expect.objectContaining({
							text: expect.stringContaining('36 hours') as string
						}) as object,
						after: expect.objectContaining({ text: expect.stringContaining('40 hours') as string }) as object
					})
				]
			})
		]);

		const { policyId } = await publishDraft(by(approver), { draftId, version });
		const [row] = await world.db.select().from(policyVersions).where(eq(policyVersions.id, policyId));
		expect(row).toMatchObject({ yaml, effectiveFrom: '2027-01-01', publishedBy: approver.id });
		const entries = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, policyId));
		expect(entries).toEqual([expect.objectContaining({ action: 'tiers.policy.publish', personId: null })]);
		const thanked = await world.db.select().from(notifications).where(eq(notifications.personId, officer.id));
		expect(thanked.map(({ kind }) => kind)).toContain('tiers.draftPublished');
		await expect(publishDraft(by(other), { draftId, version })).rejects.toEqual(
			code('tiers.draft.not_submitted')
		);
		await expect(
			world.db.update(policyDrafts).set({ note: 'x' }).where(eq(policyDrafts.id, draftId))
		).rejects.toThrow();
		await expect(
			world.db.update(policyVersions).set({ yaml: 'x' }).where(eq(policyVersions.id, policyId))
		).rejects.toThrow();
	});

	it('are published neither by their submitter nor by whoever wrote the last text', async () => {
		const both = await givenPerson(world, { roles: ['hrOfficer', 'hrApprover'] });
		const { draftId, version } = await givenDraft(world, by(both), '2027-02-01');
		await submitDraft(by(officer), { draftId, version });
		await expect(publishDraft(by(both), { draftId, version })).rejects.toEqual(
			code('access.separation.author')
		);
		expect((await getDraft(by(both), draftId, 'en')).may.notPublish).toBe('access.separation.author');
		await returnDraft(by(approver), { draftId, note: '请核对学时' });
		const again = await getDraft(by(officer), draftId, 'zh-CN');
		expect(again).toMatchObject({ state: 'draft', note: '请核对学时', closed: { by: '郑海燕' } });
		await submitDraft(by(both), { draftId, version });
		await expect(publishDraft(by(both), { draftId, version })).rejects.toEqual(
			code('access.separation.submitter')
		);
		await returnDraft(by(both), { draftId, note: '撤回' });
		await discardDraft(by(colleague), { draftId, version });
		await expect(returnDraft(by(approver), { draftId, note: 'x' })).rejects.toEqual(
			code('tiers.draft.not_submitted')
		);
		expect((await listDrafts(by(officer))).map(({ id }) => id)).not.toContain(draftId);
	});

	it('lose nothing when two people save: the second is told, and may replace what they have seen', async () => {
		const { draftId, version, yaml } = await givenDraft(world, by(officer), '2027-03-01');
		const [first, second] = await Promise.allSettled([
			saveDraft(by(officer), { draftId, version, yaml: `${yaml}# a\n` }),
			saveDraft(by(colleague), { draftId, version, yaml: `${yaml}# b\n` })
		]);
		expect([first!.status, second!.status].sort()).toEqual(['fulfilled', 'rejected']);
		expect(reasons([first!, second!])).toEqual(['tiers.draft.changed']);
		const over = await saveDraft(by(colleague), {
			...{ draftId, version, yaml: `${yaml}# c\n` },
			over: version + 1
		});
		expect(over).toEqual({ version: version + 2 });
		// The same text again is no new version.
		expect(await saveDraft(by(officer), { draftId, version: version + 2, yaml: `${yaml}# c\n` })).toEqual(
			over
		);
		await expect(discardDraft(by(officer), { draftId, version })).rejects.toEqual(
			code('tiers.draft.changed')
		);
		await expect(submitDraft(by(officer), { draftId, version })).rejects.toEqual(code('tiers.draft.changed'));
		await discardDraft(by(officer), { draftId, version: version + 2 });
	});

	it('are kept with their faults, which are named by line and refuse the submission', async () => {
		const break_ = (text: string) =>
			text.replace('- induction: {}', '- charm: {}').replace('months: 12 }', 'months: twelve }');
		const { draftId, version, yaml } = await givenDraft(world, by(officer), '2027-04-01', break_);
		const line = yaml.split('\n').findIndex((text) => text.includes('charm')) + 1;
		const { problems, sentences } = await getDraft(by(officer), draftId, 'zh-CN');
		expect(sentences).toBeNull();
		expect(problems.length).toBeGreaterThanOrEqual(2);
		expect(problems[0]).toMatchObject({ line });
		expect(problems[0]!.text).toContain('charm');
		await expect(submitDraft(by(officer), { draftId, version })).rejects.toMatchObject({
			code: 'tiers.draft.problems',
			params: { line }
		});
		const typed = async (text: string) =>
			(await checkDraft(by(officer), draftId, { yaml: text, locale: 'en' })).problems;
		expect(await typed('ladder: bank\n  tiers: [\n')).not.toEqual([]);
		const sound = yaml.replace('charm', 'induction').replace('twelve', '12');
		const where = sound.split('\n').indexOf('ladder: bank') + 1;
		expect(await typed(sound.replace('ladder: bank', 'ladder: bunk'))).toEqual([
			expect.objectContaining({ line: where, text: expect.stringContaining('bank') as string })
		]);
		await discardDraft(by(officer), { draftId, version });
	});

	it('take effect in the future, after every other version and draft', async () => {
		const refused = async (from: string) => {
			const { draftId, version } = await givenDraft(world, by(officer), from);
			const refusal = await submitDraft(by(officer), { draftId, version }).catch((error) => error.code);
			await discardDraft(by(officer), { draftId, version });
			return refusal as string;
		};
		expect(await refused('2026-01-01')).toBe('tiers.draft.date_taken');
		expect(await refused('2026-11-21')).toBe('tiers.draft.date_past');
		expect(await refused('2026-12-01')).toBe('tiers.draft.date_before');
		const first = await givenDraft(world, by(officer), '2027-06-01');
		await submitDraft(by(officer), first);
		expect(await refused('2027-06-01')).toBe('tiers.draft.date_submitted');
		expect(await refused('2027-05-01')).toBe('tiers.draft.date_before_submitted');
		await returnDraft(by(officer), { draftId: first.draftId, note: '撤回' });
		// Two at once with the same date: the database lets one through.
		const twin = await givenDraft(world, by(colleague), '2027-06-01');
		const both = await Promise.allSettled([
			submitDraft(by(officer), first),
			submitDraft(by(colleague), twin)
		]);
		expect(reasons(both)).toEqual(['tiers.draft.date_submitted']);
		for (const { draftId, version } of [first, twin]) {
			await returnDraft(world.ctx(), { draftId, note: 'x' }).catch(() => {});
			await discardDraft(by(officer), { draftId, version });
		}
	});

	it('are published once by two at a time, not after their date, and not over a file of the same date', async () => {
		const { draftId, version, yaml } = await givenDraft(world, by(officer), '2028-01-01');
		await submitDraft(by(officer), { draftId, version });
		await expect(
			publishDraft(by(approver, new Date('2028-01-01T02:00:00Z')), { draftId, version })
		).rejects.toEqual(code('tiers.draft.date_past'));
		const done = await Promise.allSettled([
			publishDraft(by(approver), { draftId, version }),
			publishDraft(by(other), { draftId, version })
		]);
		expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(reasons(done)).toEqual(['tiers.draft.not_submitted']);

		// A file with that date comes later: it has no effect, and whoever works on standards sees why.
		const file = { name: 'policies/bank/2028-01-01.yaml', text: `${yaml}# another\n` };
		expect(await publishPolicies(world.ctx(), [file])).toEqual({ published: 0 });
		expect(await listFileWarnings(by(officer), [file])).toEqual([
			expect.objectContaining({ file: file.name, kind: 'taken' })
		]);

		// A file that was published first: the draft with its date is told.
		const late = await givenDraft(world, by(officer), '2029-01-01');
		await submitDraft(by(officer), late);
		await publishPolicies(world.ctx(), [{ name: 'policies/bank/2029-01-01.yaml', text: late.yaml }]);
		await expect(publishDraft(by(approver), late)).rejects.toEqual(code('tiers.draft.date_taken'));
		await returnDraft(by(approver), { draftId: late.draftId, note: '日期已被占用' });
		await discardDraft(by(officer), late);
	});

	it('say when a version was published since they began, and are submitted by who has seen it', async () => {
		const old = await givenDraft(world, by(officer), '2031-01-01');
		const quick = await givenDraft(world, by(colleague), '2030-01-01');
		await submitDraft(by(colleague), quick);
		const { policyId } = await publishDraft(by(approver), quick);
		expect((await getDraft(by(officer), old.draftId, 'en')).moved).toMatchObject({ id: policyId });
		await expect(submitDraft(by(officer), old)).rejects.toEqual(code('tiers.draft.base_moved'));
		await submitDraft(by(officer), { ...old, seenId: policyId });
		expect((await getDraft(by(officer), old.draftId, 'en')).moved).toBeNull();
		await publishDraft(by(approver), old);
	});

	it('begin ladders that do not exist yet', async () => {
		const input = { ladder: 'salesSeries', nameZh: '行销系列', nameEn: 'Sales: "series"' };
		const draftId = await startDraft(by(officer), input);
		const draft = await getDraft(by(officer), draftId, 'en');
		expect(draft).toMatchObject({ problems: [], name: { en: 'Sales: "series"' }, base: null });
		await submitDraft(by(officer), { draftId, version: 1 });
		await publishDraft(by(approver), { draftId, version: 1 });
		await expect(startDraft(by(officer), input)).rejects.toEqual(code('tiers.draft.ladder_exists'));
	});

	it('shows files that were edited after their publication, cannot be read or wait', async () => {
		const [file] = readPolicyFiles().filter(({ name }) => name.includes('/bank/'));
		const text = file!.text;
		const warnings = await listFileWarnings(by(other), [
			...[{ name: file!.name, text: text.replace('1800', '1') }],
			...[{ name: 'policies/bank/2032-01-01.yaml', text: text.replace('induction', 'charm') }],
			...[{ name: 'policies/bank/2033-01-01.yaml', text: text.replace('2024-01-01', '2033-01-01') }],
			...readPolicyFiles().filter(({ name }) => name.endsWith('bank/2026-01-01.yaml'))
		]);
		expect(warnings.map(({ kind }) => kind)).toEqual(['edited', 'broken', 'waiting']);
		expect(warnings[1]!.line).toBeGreaterThan(1);
	});

	it('are for those who work on standards', async () => {
		const { draftId, version, yaml } = await givenDraft(world, by(officer), '2040-01-01');
		const trainee = await givenPerson(world);
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		for (const who of [trainee, auditor, other]) {
			const ctx = by(who);
			const all = await Promise.allSettled([
				startDraft(ctx, { ladder: 'a', nameZh: 'a', nameEn: 'a' }),
				saveDraft(ctx, { draftId, version, yaml }),
				submitDraft(ctx, { draftId, version }),
				discardDraft(ctx, { draftId, version }),
				checkDraft(ctx, draftId, { yaml, locale: 'en' })
			]);
			expect(reasons(all)).toEqual(all.map(() => 'access.forbidden'));
		}
		for (const who of [trainee, auditor, officer]) {
			await expect(publishDraft(by(who), { draftId, version })).rejects.toEqual(code('access.forbidden'));
		}
		await expect(getDraft(by(trainee), draftId, 'en')).rejects.toEqual(code('access.forbidden'));
		expect(await getDraft(by(auditor), draftId, 'en')).toMatchObject({ may: { edit: false } });
	});
});
