import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import {
	findFile,
	issueCertificates,
	listSigningKeys,
	renderCertificatePdf,
	revokeCertificate
} from '$lib/features/certificates/index.server';
import { credentialFiles } from '$lib/features/certificates/tables.server';
import { env } from '$lib/server/env';
import { isValidOn, readPdfKey, signPdf } from '$lib/server/pdf/sign';
import { onEveryDatabase } from '../../support/database';
import { paint } from '../../support/paint';
import { checkSignature } from '../../support/pdf-signature';
import { givenPerson } from '../../support/world';
import { givenAttempt, givenSitting } from './given';

// Made with OpenSSL for these tests; their owner is made up.
const files = join(import.meta.dirname, '../../support/keys');
const passphrase = 'a passphrase of tests';
const unset = { ...env.pdfKey };
beforeAll(() => void Object.assign(env.pdfKey, { file: join(files, 'organisation-rsa.p12'), passphrase }));
afterAll(() => void Object.assign(env.pdfKey, unset));
const keyOf = (kind: 'rsa' | 'ec') =>
	readPdfKey({ file: join(files, `organisation-${kind}.p12`), passphrase });
const ORIGIN = 'https://jinjie.example';
/** In the validity of the keys. */
const TODAY = new Date('2027-03-01T02:00:00Z');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

onEveryDatabase('sign PDFs with the organisation’s key', (world) => {
	async function given() {
		const person = await givenPerson(world, { name: '林晓彤' });
		const groundIds = [await givenAttempt(world, person, await givenSitting(world))];
		const [one] = await issueCertificates(world.ctx(systemActor('test'), TODAY), { groundIds });
		const pdf = async (now = TODAY) =>
			(await renderCertificatePdf(world.ctx(person, now), one!.id, ORIGIN)).bytes;
		return { id: one!.id, pdf };
	}

	it('signs each certificate on the day of its issue, with the same bytes at each download', async () => {
		const { id, pdf } = await given();
		const bytes = await pdf();
		const signature = checkSignature(bytes);
		expect(signature).toMatchObject({
			...{ valid: true, namesCertificate: true, filter: 'ETSI.CAdES.detached' },
			time: '20270301000000Z'
		});
		expect(signature?.certificate.subject).toContain('O=Jianghai Bank (made up)');
		expect((await pdf(new Date('2027-05-01T02:00:00Z'))).equals(bytes)).toBe(true);
		// Known again by its hash, and read as before.
		const ctx = world.ctx(systemActor('test'), TODAY);
		expect(await findFile(ctx, sha256(bytes), 'a')).toMatchObject({ issued: true });
		const known = await world.db.select().from(credentialFiles).where(eq(credentialFiles.certificateId, id));
		expect(known.map((file) => file.sha256)).toContain(sha256(bytes));
		const page = await paint(bytes, 1);
		expect(page.lines.map((line) => line.map(({ text }) => text).join(''))).toContain('林晓彤');
		expect(page.structure[0]?.role).toBe('Document');
	});

	it('tells any byte that was changed', async () => {
		const { pdf } = await given();
		const bytes = await pdf();
		const places = [bytes.indexOf('MediaBox'), 2000, bytes.length - 20];
		for (const at of places) {
			const changed = Buffer.from(bytes);
			changed[at] = changed[at]! ^ 1;
			expect(checkSignature(changed)?.valid, String(at)).toBe(false);
		}
		const longer = Buffer.concat([bytes, Buffer.from('\n% and more')]);
		expect(checkSignature(longer)?.valid).toBe(false);
	});

	it('signs what it stamps, too', async () => {
		const { id, pdf } = await given();
		const plain = await pdf();
		const approver = world.ctx(await givenPerson(world, { roles: ['hrApprover'] }), TODAY);
		await revokeCertificate(approver, { certificateId: id, category: 'other', reason: '测试。' });
		const stamped = await pdf();
		expect(stamped.equals(plain)).toBe(false);
		expect(checkSignature(stamped)?.valid).toBe(true);
	});

	it('hands out unsigned what is asked for when the key does not hold', async () => {
		const { pdf } = await given();
		expect(checkSignature(await pdf(new Date('2020-01-01T00:00:00Z')))).toBeNull();
	});

	it('is shown to administrators, without the key', async () => {
		const administrator = await givenPerson(world, { roles: ['administrator'] });
		const { pdf } = await listSigningKeys(world.ctx(administrator, TODAY));
		expect(pdf).toMatchObject({ subject: expect.stringContaining('Jianghai Bank (made up)'), valid: true });
		expect(JSON.stringify(pdf)).not.toContain(passphrase);
	});

	it('takes keys on elliptic curves, and no other passphrase or file', async () => {
		const key = await keyOf('ec');
		expect(isValidOn(key, TODAY)).toBe(true);
		const { pdf } = await given();
		const drawn = await pdf(new Date('2020-01-01T00:00:00Z'));
		const [one, two] = [await signPdf(drawn, key, TODAY), await signPdf(drawn, key, TODAY)];
		expect([checkSignature(one)?.valid, checkSignature(two)?.valid]).toEqual([true, true]);
		const file = join(files, 'organisation-rsa.p12');
		await expect(readPdfKey({ file, passphrase: 'another' })).rejects.toThrow();
		await expect(readPdfKey({ file: join(files, 'none.p12'), passphrase })).rejects.toThrow();
		await expect(readPdfKey({ file: import.meta.filename, passphrase })).rejects.toThrow();
	});
});
