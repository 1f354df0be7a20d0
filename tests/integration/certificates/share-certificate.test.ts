import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { anonymous, systemActor } from '$lib/access/can';
import { roleNames } from '$lib/access/roles';
import {
	endShare,
	getOwnCertificate,
	issueCertificates,
	openShare,
	readSharedFile,
	revokeCertificate,
	shareCertificate
} from '$lib/features/certificates/index.server';
import { certificateShares } from '$lib/features/certificates/tables.server';
import { addDays } from '$lib/shared/dates';
import { NOW, onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { givenAttempt, givenSitting, refusalOf } from './given';

const TODAY = '2026-03-02';
const onDay = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

onEveryDatabase('share a certificate', (world) => {
	async function given() {
		const person = await givenPerson(world, { name: '欧阳小娜' });
		const attempt = await givenAttempt(world, person, await givenSitting(world));
		const [issued] = await issueCertificates(world.ctx(systemActor('test')), { groundIds: [attempt] });
		return { person, ...issued! };
	}
	let visitors = 0;
	const open = (token: string, now = NOW, address = `10.0.0.${++visitors}`) =>
		openShare(world.ctx(anonymous, now), token, address);

	it('shows the full name and the files to whoever has the link, until its last day', async () => {
		const { person, id, number } = await given();
		const { token } = await shareCertificate(world.ctx(person), {
			certificateId: id,
			endsOn: addDays(TODAY, 10)
		});
		expect(Buffer.from(token, 'base64url').length * 8).toBeGreaterThanOrEqual(128);
		const [row] = await world.db
			.select()
			.from(certificateShares)
			.where(eq(certificateShares.certificateId, id));
		expect(JSON.stringify(row)).not.toContain(token);
		expect((await open(token)).printed.holder).toBe('欧阳小娜');
		expect((await open(token, onDay(10))).id).toBe(id);
		expect(await refusalOf(open(token, onDay(11)))).toBe('certificates.share.gone');
		expect(await refusalOf(open(`${token.slice(0, -2)}xx`))).toBe('certificates.share.gone');
		expect(await refusalOf(open(''))).toBe('certificates.share.gone');

		const file = (kind: 'pdf' | 'json' | 'jwt') =>
			readSharedFile(world.ctx(anonymous), {
				...{ token, kind, address: `10.0.1.${++visitors}`, origin: 'https://jinjie.example' }
			});
		const pdf = await file('pdf');
		expect(pdf.name).toBe(`${number}.pdf`);
		expect(
			Buffer.from(pdf.content as Uint8Array)
				.subarray(0, 5)
				.toString()
		).toBe('%PDF-');
		expect(JSON.parse((await file('json')).content as string)).toMatchObject({
			credentialSubject: { licenseNumber: number }
		});
		expect((await file('jwt')).content).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);

		const { shares } = await getOwnCertificate(world.ctx(person), id);
		expect(shares).toMatchObject([{ endsOn: addDays(TODAY, 10), uses: 5 }]);
		expect(shares[0]?.lastUsedAt).not.toBeNull();
		expect((await getOwnCertificate(world.ctx(person, onDay(11)), id)).shares).toEqual([]);
	});

	it('ends at once when the holder ends it, and shows a revocation', async () => {
		const { person, id } = await given();
		const make = () => shareCertificate(world.ctx(person), { certificateId: id, endsOn: addDays(TODAY, 10) });
		const [one, two] = [await make(), await make()];
		const { shares } = await getOwnCertificate(world.ctx(person), id);
		expect(shares).toHaveLength(2);
		const shareId = shares.at(-1)!.id;
		const other = world.ctx(await givenPerson(world));
		expect(await refusalOf(endShare(other, { shareId }))).toBe('access.forbidden');
		await endShare(world.ctx(person), { shareId });
		expect(await refusalOf(endShare(world.ctx(person), { shareId }))).toBe('certificates.share.ended');
		const left = await Promise.all([one, two].map(({ token }) => refusalOf(open(token))));
		expect(left.sort()).toEqual(['certificates.share.gone', null].sort());

		await revokeCertificate(world.ctx(await givenPerson(world, { roles: ['hrApprover'] })), {
			...{ certificateId: id, category: 'other', reason: '测试' }
		});
		const [works] = await Promise.all([one, two].map(({ token }) => open(token).catch(() => null))).then(
			(all) => all.filter((found) => found !== null)
		);
		expect(works?.status).toBe('revoked');
	});

	it('is made by the holder alone, for days to come, and not without number', async () => {
		const { person, id } = await given();
		const make = (endsOn: string, by = person) =>
			refusalOf(shareCertificate(world.ctx(by), { certificateId: id, endsOn }));
		expect(await make(addDays(TODAY, -1))).toBe('certificates.share.past');
		expect(await make(addDays(TODAY, 732))).toBe('certificates.share.too_long');
		for (const role of roleNames)
			expect(await make(TODAY, await givenPerson(world, { roles: [role] })), role).toBe('access.forbidden');
		for (let i = 0; i < 20; i++) expect(await make(TODAY)).toBeNull();
		expect(await make(TODAY)).toBe('certificates.share.too_many');
		const officer = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }));
		expect(await refusalOf(getOwnCertificate(officer, id))).toBe('access.forbidden');
	});

	it('lets nobody guess: a thousand tries from one address find nothing, and soon are not looked at', async () => {
		const answers = new Map<unknown, number>();
		for (let from = 0; from < 1000; from += 500) {
			const some = await Promise.all(
				Array.from({ length: 500 }, (_, i) => refusalOf(open(`guess-${from + i}`, NOW, '192.0.2.7')))
			);
			for (const answer of some) answers.set(answer, (answers.get(answer) ?? 0) + 1);
		}
		expect(Object.fromEntries(answers)).toEqual({
			'certificates.share.gone': 120,
			'certificates.verify.limited': 880
		});
	});
});
