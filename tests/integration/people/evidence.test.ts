import { count, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import type { RecordEvidence } from '$lib/features/people';
import {
	evidenceFacts,
	listEvidence,
	readStanding,
	recordEvidence,
	retractEvidence
} from '$lib/features/people/index.server';
import { evidence } from '$lib/features/people/tables.server';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, givenUnit } from '../../support/world';

const degree = (personId: string): RecordEvidence => ({
	personId,
	kind: 'education',
	validFrom: '2020-07-01',
	data: { level: 'bachelor', school: '江海大学', major: '金融学' }
});
const poor = (personId: string): RecordEvidence => ({
	personId,
	kind: 'creditCheck',
	validFrom: '2026-01-05',
	data: { outcome: 'poor', source: '征信报告' }
});

onEveryDatabase('record evidence', (world) => {
	it('adds a record with who and when, and tells the log', async () => {
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const person = await givenPerson(world);
		const { id } = await recordEvidence(world.ctx(hr), degree(person.id));
		expect(await listEvidence(world.ctx(hr), person.id)).toMatchObject([
			{ id, kind: 'education', data: { level: 'bachelor' }, recordedBy: hr.name, retraction: null }
		]);
		const [entry] = await world.db.select().from(auditLog).where(eq(auditLog.subjectId, id));
		expect(entry).toMatchObject({ action: 'people.evidence.record', personId: person.id });
	});

	it('counts a double click once', async () => {
		const hr = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }));
		const person = await givenPerson(world);
		const both = await Promise.allSettled([1, 2].map(() => recordEvidence(hr, degree(person.id))));
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { kind: 'conflict', code: 'people.evidence.duplicate' }
		});
		const [rows] = await world.db
			.select({ n: count() })
			.from(evidence)
			.where(eq(evidence.personId, person.id));
		expect(rows?.n).toBe(1);
	});

	it('takes leave that ends later, and a review of conduct only of a time that is over', async () => {
		const hr = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }));
		const { id: personId } = await givenPerson(world);
		const away = { personId, kind: 'leave', data: { kind: 'maternity' } } as const;
		await recordEvidence(hr, { ...away, validFrom: '2026-02-01', validTo: '2026-07-08' });
		const review = { personId, kind: 'conductReview', data: { rating: 'good', note: null } } as const;
		const year = { validFrom: '2025-01-01', validTo: '2025-12-31' };
		await expect(
			recordEvidence(hr, { ...review, validFrom: '2026-01-01', validTo: '2026-12-31' })
		).rejects.toMatchObject({ fields: { validTo: 'people.evidence.future' } });
		await expect(recordEvidence(hr, { ...review, validFrom: '2025-01-01' })).rejects.toMatchObject({
			fields: { validTo: 'app.field.required' }
		});
		await recordEvidence(hr, { ...review, ...year });
		// Conduct is sensitive: it is not among what a reader of evidence gets.
		expect((await listEvidence(hr, personId)).map(({ kind }) => kind)).toEqual(['leave']);
		expect((await readStanding(hr, personId)).map(({ kind }) => kind)).toEqual(['conductReview']);
	});

	it('refuses the future, one’s own record, other units and other roles', async () => {
		const [mine, other] = [await givenUnit(world), await givenUnit(world)];
		const hr = await givenPerson(world, { roles: ['hrOfficer'], roleUnit: mine, unit: mine });
		const person = await givenPerson(world, { unit: mine });
		await expect(
			recordEvidence(world.ctx(hr), { ...degree(person.id), validFrom: '2026-03-03' })
		).rejects.toMatchObject({
			fields: { validFrom: 'people.evidence.future' }
		});
		await expect(recordEvidence(world.ctx(hr), degree(hr.id))).rejects.toMatchObject({
			code: 'access.separation.self'
		});
		const stranger = await givenPerson(world, { unit: other });
		await expect(recordEvidence(world.ctx(hr), degree(stranger.id))).rejects.toMatchObject({
			kind: 'forbidden'
		});
		for (const role of ['trainee', 'mentor', 'hrApprover', 'auditor', 'administrator'] as const) {
			const ctx = world.ctx(await givenPerson(world, { roles: [role] }));
			await expect(recordEvidence(ctx, degree(person.id))).rejects.toMatchObject({ kind: 'forbidden' });
		}
		await expect(
			recordEvidence(world.ctx(hr), degree('0190a000-0000-7000-8000-000000000009'))
		).rejects.toMatchObject({
			kind: 'not_found'
		});
	});

	it('keeps a retracted record visible and out of the facts; once only', async () => {
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const person = await givenPerson(world);
		const before = new Date('2026-02-01T00:00:00Z');
		const { id } = await recordEvidence(world.ctx(hr, before), degree(person.id));
		const retract = () => retractEvidence(world.ctx(hr), { evidenceId: id, reason: '录入有误' });
		const both = await Promise.allSettled([retract(), retract()]);
		expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
			reason: { code: 'people.evidence.retracted' }
		});
		expect(await listEvidence(world.ctx(hr), person.id)).toMatchObject([
			{ id, retraction: { reason: '录入有误', by: hr.name } }
		]);
		expect(await evidenceFacts(world.db, [person.id], { on: '2026-03-02' })).toEqual(new Map());
		// As it was known before the retraction, and before the record.
		const known = (at: string) =>
			evidenceFacts(world.db, [person.id], { on: '2026-03-02', recordedBefore: new Date(at) });
		expect((await known('2026-02-15T00:00:00Z')).get(person.id)).toMatchObject([{ id }]);
		expect((await known('2026-01-15T00:00:00Z')).size).toBe(0);
		expect(
			(
				await evidenceFacts(world.db, [person.id], {
					on: '2020-06-30',
					recordedBefore: new Date('2026-02-15')
				})
			).size
		).toBe(0);
		// The same may be entered again, rightly.
		await recordEvidence(world.ctx(hr), degree(person.id));
		expect((await evidenceFacts(world.db, null, { on: '2026-03-02' })).get(person.id)).toHaveLength(1);
	});
});

onEveryDatabase('read credit standing and discipline', (world) => {
	const looks = async (personId: string) =>
		(await world.db.select().from(auditLog).where(eq(auditLog.subjectId, personId))).filter(
			({ action }) => action === 'people.sensitive.read'
		);

	it('records each look at another’s, and none at one’s own', async () => {
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		const person = await givenPerson(world);
		await recordEvidence(world.ctx(hr), poor(person.id));
		expect(await readStanding(world.ctx(hr), person.id)).toMatchObject([{ data: { outcome: 'poor' } }]);
		await readStanding(world.ctx(hr), person.id);
		expect(await looks(person.id)).toMatchObject([{ actorId: hr.id, personId: null }, { actorId: hr.id }]);
		expect(await readStanding(world.ctx(person), person.id)).toHaveLength(1);
		expect(await looks(person.id)).toHaveLength(2);
	});

	it('is not for mentors, administrators or strangers, and leaves it out of the open evidence', async () => {
		const person = await givenPerson(world);
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		await recordEvidence(world.ctx(hr), poor(person.id));
		expect(await listEvidence(world.ctx(hr), person.id)).toEqual([]);
		for (const role of ['trainee', 'mentor', 'author', 'administrator'] as const) {
			const ctx = world.ctx(await givenPerson(world, { roles: [role] }));
			await expect(readStanding(ctx, person.id)).rejects.toMatchObject({ kind: 'forbidden' });
		}
		expect(await looks(person.id)).toHaveLength(0);
	});
});
