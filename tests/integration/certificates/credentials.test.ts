import { and, eq } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import { roleNames } from '$lib/access/roles';
import { auditLog } from '$lib/features/audit/tables.server';
import { checkDocument, checkToken } from '$lib/features/certificates/credentials/check';
import { sha256Of } from '$lib/features/certificates/credentials/known-files.server';
import { decodeList, isSet } from '$lib/features/certificates/credentials/status';
import {
	exportSigningKeys,
	importSigningKeys,
	issueCertificates,
	issuerDocument,
	listSigningKeys,
	readCredential,
	readList,
	renderCertificatePdf,
	revokeCertificate,
	rotateSigningKeys,
	signCredentials,
	signLists,
	sweepCredentials,
	watchLists
} from '$lib/features/certificates/index.server';
import {
	credentialFiles,
	signingKeys,
	statusLists,
	statusPlaces
} from '$lib/features/certificates/tables.server';
import { notifications } from '$lib/features/notifications/tables.server';
import { env } from '$lib/server/env';
import { NOW, onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { givenAttempt, givenSitting, refusalOf } from './given';

const hours = (count: number) => new Date(NOW.getTime() + count * 3_600_000);
const ORIGIN = 'http://localhost:3000';
const settings = { ...env };

interface Credential {
	proof: { verificationMethod: string }[];
	credentialStatus: { statusListIndex: string; statusListCredential: string };
}

onEveryDatabase('credentials of certificates', (world) => {
	afterEach(() => void Object.assign(env, settings));

	const system = (now = NOW) => world.ctx(systemActor('test'), now);
	const administrator = async (now = NOW) =>
		world.ctx(await givenPerson(world, { roles: ['administrator'] }), now);
	async function issued(count = 1) {
		const sitting = await givenSitting(world);
		const people: GivenPerson[] = [];
		for (let i = 0; i < count; i++)
			people.push(await givenPerson(world, { email: `holder${world.counter}@example.org` }));
		const groundIds: string[] = [];
		for (const person of people) groundIds.push(await givenAttempt(world, person, sitting));
		const certificates = await issueCertificates(system(), { groundIds });
		return certificates.map((one, i) => ({ ...one, person: people[i]! }));
	}
	const document = async () => (await issuerDocument(system()))!;
	const filesOf = (id: string) =>
		world.db.select().from(credentialFiles).where(eq(credentialFiles.certificateId, id));
	const json = async (id: string) =>
		JSON.parse((await readCredential(system(), id, 'json')).text) as Credential;
	async function isRevoked(credential: Credential): Promise<boolean> {
		const { statusListCredential: address, statusListIndex } = credential.credentialStatus;
		expect(address).toMatch(`${ORIGIN}/status-lists/`);
		const list = JSON.parse((await readList(system(), Number(address.split('/').at(-1))))!) as {
			id: string;
			credentialSubject: { encodedList: string };
		};
		expect(await checkDocument(list, await document())).toEqual({ state: 'intact', id: address });
		return isSet(await decodeList(list.credentialSubject.encodedList), Number(statusListIndex));
	}

	it('are signed by a job of their issue, once, whoever else is at it', async () => {
		const all = await issued(3);
		await world.runJobs();
		const places = new Set<number>();
		for (const { id, number } of all) {
			const files = await filesOf(id);
			expect(files.map(({ kind }) => kind).sort()).toEqual(['json', 'jwt', 'pdf']);
			for (const file of files) if (file.content) expect(sha256Of(file.content)).toBe(file.sha256);
			const [of] = await world.db.select().from(statusPlaces).where(eq(statusPlaces.certificateId, id));
			places.add(of!.place);
			const signed = await json(id);
			expect(signed).toMatchObject({
				id: `${ORIGIN}/credentials/${id}`,
				issuer: { id: 'did:web:localhost%3A3000' },
				credentialSubject: { licenseNumber: number },
				credentialStatus: { statusListIndex: String(of!.place) }
			});
			expect(await checkDocument(signed, await document())).toMatchObject({ state: 'intact' });
			const token = await readCredential(system(), id, 'jwt');
			expect(token.name).toBe(`${number}.jwt`);
			expect(await checkToken(token.text, await document())).toMatchObject({ state: 'intact' });
			expect(await isRevoked(signed)).toBe(false);
		}
		expect(places.size).toBe(3);

		const before = await filesOf(all[0]!.id);
		const certificateIds = all.map(({ id }) => id);
		await signCredentials(system(hours(1)), { certificateIds });
		expect(await filesOf(all[0]!.id)).toEqual(before);

		const two = (await issued(2)).map(({ id }) => id);
		await Promise.all([0, 1].map(() => signCredentials(system(), { certificateIds: two })));
		await sweepCredentials(system());
		for (const id of two) expect((await filesOf(id)).filter(({ kind }) => kind !== 'pdf')).toHaveLength(2);
		await expect(world.db.delete(credentialFiles)).rejects.toThrow();
		await expect(world.db.update(statusPlaces).set({ place: 1 })).rejects.toThrow();
	});

	it('know every PDF again that left the site, the stamped one too', async () => {
		const [one] = await issued();
		await world.runJobs();
		const known = async (bytes: Uint8Array) =>
			(await filesOf(one!.id)).some(({ sha256 }) => sha256 === sha256Of(bytes));
		const draw = async (origin: string) =>
			(await renderCertificatePdf(world.ctx(one!.person), one!.id, origin)).bytes;
		const pdfs = (await filesOf(one!.id)).length;
		const plain = await draw(ORIGIN);
		expect(await filesOf(one!.id)).toHaveLength(pdfs);
		expect(await known(plain)).toBe(true);
		await revokeCertificate(world.ctx(await givenPerson(world, { roles: ['hrApprover'] })), {
			...{ certificateId: one!.id, category: 'other', reason: '测试' }
		});
		const stamped = await draw(ORIGIN);
		expect(sha256Of(stamped)).not.toBe(sha256Of(plain));
		expect(await known(stamped)).toBe(true);
		expect(await known(plain)).toBe(true);
		expect(await known(Buffer.from('%PDF-1.7'))).toBe(false);
	});

	it('are read by their holder and by staff who may, also before the job ran', async () => {
		const [one] = await issued();
		const text = (await readCredential(world.ctx(one!.person), one!.id, 'json')).text;
		expect(text).not.toContain(one!.person.name);
		const officer = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }));
		expect((await readCredential(officer, one!.id, 'json')).text).toBe(text);
		await world.runJobs();
		expect((await readCredential(officer, one!.id, 'json')).text).toBe(text);
		const stranger = world.ctx(await givenPerson(world));
		expect(await refusalOf(readCredential(stranger, one!.id, 'jwt'))).toBe('access.forbidden');
	});

	it('are in the list at once when revoked, and lists are signed anew each day', async () => {
		const [one, other] = await issued(2);
		await world.runJobs();
		const signed = await json(one!.id);
		expect(await isRevoked(signed)).toBe(false);
		await revokeCertificate(world.ctx(await givenPerson(world, { roles: ['hrApprover'] })), {
			...{ certificateId: one!.id, category: 'other', reason: '测试' }
		});
		await world.runJobs(hours(0.1));
		expect(await isRevoked(signed)).toBe(true);
		expect(await isRevoked(await json(other!.id))).toBe(false);

		const list = async () => (await world.db.select().from(statusLists))[0]!;
		const before = await list();
		await signLists(system(hours(1)));
		expect(await list()).toEqual(before);
		await signLists(system(hours(25)));
		const after = await list();
		expect(after.signedAt).toEqual(hours(25));
		expect(after.validUntil).toEqual(hours(25 + 7 * 24));
		expect(await isRevoked(signed)).toBe(true);
		expect(await readList(system(), 2)).toBeNull();
		expect(await readList(system(), NaN)).toBeNull();
		await expect(world.db.delete(statusLists)).rejects.toThrow();
	});

	it('warn administrators each day when a list has less than two days left', async () => {
		await issued();
		await world.runJobs();
		const person = await givenPerson(world, { roles: ['administrator'] });
		const [list] = await world.db.select().from(statusLists);
		const at = (left: number) => new Date(list!.validUntil!.getTime() - left * 3_600_000);
		const told = async () =>
			(
				await world.db
					.select()
					.from(notifications)
					.where(
						and(eq(notifications.personId, person.id), eq(notifications.kind, 'certificates.listRunsOut'))
					)
			).length;
		await watchLists(system(at(49)));
		expect(await told()).toBe(0);
		await watchLists(system(at(47)));
		await watchLists(system(at(47)));
		expect(await told()).toBe(1);
		await watchLists(system(at(23)));
		expect(await told()).toBe(2);
	});

	it('keep their worth when keys are replaced', async () => {
		const [old] = await issued();
		await world.runJobs();
		const before = await json(old!.id);
		await rotateSigningKeys(await administrator(hours(1)));
		const [young] = await issued();
		await world.runJobs();
		const after = await json(young!.id);
		expect(after.proof[0]!.verificationMethod).not.toBe(before.proof[0]!.verificationMethod);
		for (const one of [before, after])
			expect(await checkDocument(one, await document())).toMatchObject({ state: 'intact' });
		const audited = await world.db
			.select()
			.from(auditLog)
			.where(eq(auditLog.action, 'certificates.key.rotate'));
		expect(audited).toHaveLength(1);
		const { keys } = await listSigningKeys(await administrator());
		expect(
			keys
				.filter(({ retiredAt }) => !retiredAt)
				.map(({ algorithm }) => algorithm)
				.sort()
		).toEqual(['ES256', 'Ed25519']);
		await expect(world.db.delete(signingKeys)).rejects.toThrow();
		await expect(world.db.update(signingKeys).set({ public: {} })).rejects.toThrow();
		await expect(world.db.update(signingKeys).set({ retiredAt: null })).rejects.toThrow();
	});

	it('are not signed without a secret or an address, and are made up for later', async () => {
		for (const [lack, lacking] of [
			[{ keySecret: '', demo: false, origin: 'https://jinjie.example' }, 'secret'],
			[{ keySecret: 'short', origin: 'https://jinjie.example' }, 'short_secret'],
			[{ demo: false, origin: '' }, 'origin']
		] as const) {
			Object.assign(env, lack);
			const [one] = await issued();
			await world.runJobs();
			expect(await filesOf(one!.id)).toEqual([]);
			expect(await refusalOf(readCredential(world.ctx(one!.person), one!.id, 'json'))).toBe(
				'certificates.credential.unavailable'
			);
			expect(await listSigningKeys(await administrator())).toMatchObject({ lacking });
			Object.assign(env, settings);
			await sweepCredentials(system());
			expect(await filesOf(one!.id)).toHaveLength(3);
		}
		expect((await listSigningKeys(await administrator())).waiting).toBe(0);
	});

	it('are signed anew, and the lists with them, when the site moves to another address', async () => {
		const [one] = await issued();
		await sweepCredentials(system());
		const before = await json(one!.id);
		Object.assign(env, { origin: 'https://moved.example' });
		await sweepCredentials(system());
		const after = await json(one!.id);
		expect(after).toMatchObject({ issuer: { id: 'did:web:moved.example' } });
		expect(after.credentialStatus.statusListIndex).toBe(before.credentialStatus.statusListIndex);
		const list = JSON.parse((await readList(system(), 1))!) as { id: string };
		expect(list.id).toBe('https://moved.example/status-lists/1');
		expect(await checkDocument(list, await document())).toMatchObject({ state: 'intact' });
		expect(await checkDocument(after, await document())).toMatchObject({ state: 'intact' });
		// Not the old one's: the address that its issuer is named by is gone.
		expect(await checkDocument(before, await document())).toMatchObject({ state: 'foreign' });
	});

	it('survive a lost secret with the file that was kept', async () => {
		const password = 'a passphrase of the safe';
		const [one] = await issued();
		await world.runJobs();
		const file = await exportSigningKeys(await administrator(), { password });
		expect(file).not.toContain('PRIVATE');
		Object.assign(env, { keySecret: 'another secret, since the first is lost' });
		expect(await listSigningKeys(await administrator())).toMatchObject({ lacking: 'other_secret' });
		expect(await refusalOf(rotateSigningKeys(world.ctx(one!.person)))).toBe('access.forbidden');
		expect(await refusalOf(exportSigningKeys(await administrator(), { password }))).toBe(
			'certificates.keys.not_opened'
		);
		const bring = async (text: string, phrase = password) =>
			importSigningKeys(await administrator(), {
				...{ password: phrase, file: { name: 'keys.json', bytes: new TextEncoder().encode(text) } }
			});
		expect(await refusalOf(bring('{}'))).toBe('certificates.keys.no_file');
		expect(await refusalOf(bring(file, 'not the passphrase at all'))).toBe('certificates.keys.not_opened');
		expect(await refusalOf(bring(file.replace('did:web:localhost', 'did:web:other')))).toBe(
			'certificates.keys.other_issuer'
		);
		const keys = (await document()).verificationMethod.length;
		await bring(file);
		expect((await document()).verificationMethod).toHaveLength(keys);
		expect(await listSigningKeys(await administrator())).toMatchObject({ lacking: null });
		const [next] = await issued();
		await world.runJobs();
		expect(await checkDocument(await json(next!.id), await document())).toMatchObject({ state: 'intact' });
		expect(await checkDocument(await json(one!.id), await document())).toMatchObject({ state: 'intact' });
	});

	it('leave keys to administrators', async () => {
		const password = 'a passphrase of the safe';
		const file = { name: 'keys.json', bytes: new Uint8Array() };
		for (const role of roleNames.filter((name) => name !== 'administrator')) {
			const other = world.ctx(await givenPerson(world, { roles: [role] }));
			for (const act of [
				() => rotateSigningKeys(other),
				() => exportSigningKeys(other, { password }),
				() => importSigningKeys(other, { password, file }),
				() => listSigningKeys(other)
			])
				expect(await refusalOf(act()), role).toBe('access.forbidden');
		}
	});
});
