import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { describe, expect, it } from 'vitest';
import { didDocument, didOf } from '$lib/features/certificates/credentials/did';
import { createKey, findSigningKey, publicKeyOf } from '$lib/features/certificates/credentials/keys.server';
import {
	exportKeys,
	importKeys,
	openKey,
	sealKey
} from '$lib/features/certificates/credentials/sealed-keys.server';

const issuer = didOf('https://jinjie.example:8443');
const [retired, key] = [createKey('Ed25519'), createKey('Ed25519')];
const tokenKey = createKey('ES256');

describe('keys', () => {
	const secret = 'a secret of the environment';
	const cost = 10;

	it('are found again under their secret, and sign as before', () => {
		for (const one of [key, tokenKey]) {
			const opened = openKey(one.id, sealKey(one, secret, cost), secret);
			expect(opened.privateKey.equals(one.privateKey)).toBe(true);
			expect(publicKeyOf(opened)).toEqual(publicKeyOf(one));
		}
		const sealed = sealKey(key, secret, cost);
		const text = Buffer.from('text');
		expect(
			verify(
				null,
				text,
				createPublicKey(key.privateKey),
				sign(null, text, openKey(key.id, sealed, secret).privateKey)
			)
		).toBe(true);
		expect(sealed).not.toBe(sealKey(key, secret, cost));
	});

	it('stay shut under another secret, changed anywhere, or put in another’s place', () => {
		const sealed = sealKey(key, secret, cost);
		const refused = { code: 'certificates.keys.not_opened' };
		const open = (id: string, text: string, by = secret) => expect(() => openKey(id, text, by));
		open(key.id, sealed, 'a secret of somebody else').toThrow(expect.objectContaining(refused));
		open(retired.id, sealed).toThrow(expect.objectContaining(refused));
		open(key.id, sealed.replace('1.10.', '1.11.')).toThrow(expect.objectContaining(refused));
		open(key.id, sealed.replace('1.10.', '1.99.')).toThrow(expect.objectContaining(refused));
		for (const at of [6, 30, 45, 70, sealed.length - 5]) {
			const other = sealed[at] === 'A' ? 'B' : 'A';
			const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
			open(key.id, changed).toThrow(expect.objectContaining(refused));
		}
		for (const text of ['', '1.10.', '1.10.AAAA', 'nonsense', sealed.slice(0, 60)])
			open(key.id, text).toThrow(expect.objectContaining(refused));
	});

	it('are not sealed under a short secret', () => {
		expect(() => sealKey(key, 'short')).toThrow(
			expect.objectContaining({ code: 'certificates.keys.short_secret' })
		);
	});

	it('are exported and imported, by the same issuer only', () => {
		const file = exportKeys(issuer, [key, tokenKey], secret, cost);
		expect(file).not.toContain('PRIVATE');
		const imported = importKeys(issuer, file, secret);
		expect(imported.map(({ id }) => id)).toEqual([key.id, tokenKey.id]);
		expect(imported.every(({ privateKey }, i) => privateKey.equals([key, tokenKey][i]!.privateKey))).toBe(
			true
		);
		const refusal = (code: string) => expect.objectContaining({ code: `certificates.keys.${code}` });
		expect(() => importKeys('did:web:other.example', file, secret)).toThrow(refusal('other_issuer'));
		expect(() => importKeys(issuer, file, 'another passphrase!')).toThrow(refusal('not_opened'));
		for (const text of ['', '{}', '[]', '{"format":"jinjie-keys-1"}', file.slice(0, -9)])
			expect(() => importKeys(issuer, text, secret)).toThrow(refusal('no_file'));
	});

	it('of other kinds are none', () => {
		for (const { privateKey, publicKey } of [
			generateKeyPairSync('ec', { namedCurve: 'P-384' }),
			generateKeyPairSync('x25519')
		]) {
			expect(findSigningKey(privateKey)).toBeNull();
			expect(findSigningKey(publicKey)).toBeNull();
		}
	});

	it('are named as the standards name them', async () => {
		// The key of the test vectors of Data Integrity EdDSA 1.0, B.1, behind the head of an Ed25519 key in PKCS #8.
		const seed = 'c96ef9ea10c5e414c471723aff9de72c35fa5b70fae97e8832ecac7d2e2b8ed6';
		const der = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex');
		const known = findSigningKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
		expect(known?.id).toBe('z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2');
		const listed = publicKeyOf(tokenKey);
		expect(listed.algorithm === 'ES256' && (await calculateJwkThumbprint(listed.jwk))).toBe(tokenKey.id);
	});

	it('stay listed in the issuer’s document when they are retired', () => {
		const document = didDocument(issuer, [retired, key, tokenKey].map(publicKeyOf));
		expect(document.id).toBe('did:web:jinjie.example%3A8443');
		expect(document.assertionMethod).toEqual([retired, key, tokenKey].map(({ id }) => `${issuer}#${id}`));
		expect(document.verificationMethod.map(({ id }) => id)).toEqual(document.assertionMethod);
		expect(document.verificationMethod.map(({ type }) => type)).toEqual([
			'Multikey',
			'Multikey',
			'JsonWebKey2020'
		]);
		expect(document.verificationMethod.every(({ controller }) => controller === issuer)).toBe(true);
		expect(JSON.stringify(document)).not.toContain('"d"');
	});
});
