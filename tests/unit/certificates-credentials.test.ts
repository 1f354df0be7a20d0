import { createHash } from 'node:crypto';
import { verifyCredential as verifyByOthers } from '@digitalcredentials/verifier-core';
import { verifyJWT } from 'did-jwt';
import { beforeAll, beforeEach, afterEach, describe, expect, it, vi } from 'vitest';
import { badgeOf } from '$lib/features/certificates/credentials/badge';
import { checkDocument, checkToken } from '$lib/features/certificates/credentials/check';
import { didDocument, didOf } from '$lib/features/certificates/credentials/did';
import { createKey, publicKeyOf, type SigningKey } from '$lib/features/certificates/credentials/keys.server';
import {
	hashIdentity,
	signDocument,
	signToken,
	type Signed
} from '$lib/features/certificates/credentials/sign.server';
import { statusEntry } from '$lib/features/certificates/credentials/status';
import { statusListCredential } from '$lib/features/certificates/credentials/status-list.server';
import type { PrintedCertificate } from '$lib/features/certificates/printed';
import { addDays, dateIn } from '$lib/shared/dates';
import { printedMentor, printedModule } from '../support/printed';

const origin = 'https://jinjie.example:8443';
const issuer = didOf(origin);
const list = `${origin}/credentials/status/1`;
// The verifiers of others look at the real clock.
const now = new Date();
const today = dateIn(now);

const [retired, key] = [createKey('Ed25519'), createKey('Ed25519')];
const tokenKey = createKey('ES256');
const document = didDocument(issuer, [retired, key, tokenKey].map(publicKeyOf));

const printed: PrintedCertificate = {
	version: 1,
	number: 'JH-M-26-7XK4M9Q-4R',
	holder: '王小明',
	ladder: 'bank',
	ladderName: { 'zh-CN': '银行客户经理序列', en: 'Bank customer manager ladder' },
	tier: 'manager',
	grade: { 'zh-CN': '客户经理', en: 'Customer Manager' },
	exam: { 'zh-CN': '客户经理资格考试', en: 'Customer Manager exam' },
	issuer: { 'zh-CN': '江海银行', en: 'Jianghai Bank' },
	issuedOn: addDays(today, -30),
	validTo: addDays(today, 700)
};
const badge = (changes: Partial<PrintedCertificate> = {}, place = 94_567) =>
	badgeOf({
		...{ origin, issuer, id: '0198c5a1-7a3e-7e10-9d6f-3a1c5b2e4f60' },
		printed: { ...printed, ...changes },
		identity: hashIdentity('Wang@example.org', 'salt'),
		status: statusEntry(list, place)
	});
const sign = <T extends object>(unsigned: T, by: SigningKey = key) =>
	signDocument(unsigned, { issuer, key: by, at: now });

/** What stands at the addresses of the site; a verifier that asks for anything else gets nothing. */
const served = new Map<string, unknown>();
const serve = async (revoked: number[], at = now) => {
	served.set('https://jinjie.example:8443/.well-known/did.json', document);
	served.set(list, await sign(statusListCredential({ list, issuer, revoked, at })));
};

/** The other verifier's log of checks by name, or the name of what stopped it. */
async function judged(credential: object): Promise<Record<string, unknown>> {
	const result = await verifyByOthers({
		credential: structuredClone(credential) as Parameters<typeof verifyByOthers>[0]['credential'],
		knownDIDRegistries: []
	});
	return {
		...Object.fromEntries((result.log ?? []).map(({ id, valid, error }) => [id, error?.name ?? valid])),
		...(result.errors?.length && { stopped: result.errors[0]?.name })
	};
}

beforeEach(() => {
	vi.stubGlobal('fetch', (input: string | URL | Request) => {
		const url = input instanceof Request ? input.url : String(input);
		const body = served.get(url);
		return Promise.resolve(
			body
				? Response.json(body, { headers: { 'content-type': 'application/ld+json' } })
				: Response.json({ title: `nothing at ${url}` }, { status: 404 })
		);
	});
	// It reports a schema that it cannot fetch there.
	vi.spyOn(console, 'error').mockReturnValue();
	vi.spyOn(console, 'log').mockReturnValue();
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
	served.clear();
});

describe('a badge', () => {
	let signed: Signed<ReturnType<typeof badge>>;
	beforeAll(async () => {
		signed = await sign(badge());
	});

	it('says what the paper says, and not the holder’s name or address', () => {
		expect(signed).toMatchObject({
			id: `${origin}/credentials/0198c5a1-7a3e-7e10-9d6f-3a1c5b2e4f60`,
			issuer: { id: 'did:web:jinjie.example%3A8443', name: '江海银行 / Jianghai Bank' },
			validFrom: `${printed.issuedOn}T00:00:00+08:00`,
			validUntil: `${printed.validTo}T23:59:59+08:00`,
			credentialSubject: { licenseNumber: printed.number },
			proof: [{ cryptosuite: 'eddsa-rdfc-2022', verificationMethod: `${issuer}#${key.id}` }]
		});
		expect(JSON.stringify(signed)).not.toMatch(/王小明|wang@/i);
		const [identity] = signed.credentialSubject.identifier ?? [];
		const hash = createHash('sha256').update('wang@example.orgsalt').digest('hex');
		expect(identity?.identityHash).toBe(`sha256$${hash}`);
	});

	it('is the same for the same certificate', async () => {
		expect(await sign(badge())).toEqual(signed);
	});

	it('is accepted by the other verifier', async () => {
		await serve([1, 2, 3]);
		expect(await judged(signed)).toMatchObject({
			valid_signature: true,
			expiration: true,
			revocation_status: true
		});
	});

	it.each([
		[printedModule, 'CertificateOfCompletion'],
		[printedMentor, 'Certification']
	])('of $module.en says that it was completed, and is accepted', async (about, achievementType) => {
		await serve([]);
		const { issuedOn, validTo } = printed;
		const of = badge({ ...about, exam: undefined, issuedOn, validTo });
		expect(of.credentialSubject.achievement).toMatchObject({
			id: `${origin}/achievements/${about.ladder}/${about.tier}`,
			achievementType,
			name: `${about.grade['zh-CN']} / ${about.grade.en}`,
			criteria: {
				narrative:
					`完成培训模块“${about.module['zh-CN']}”并通过考核 / ` +
					`Completed the training module “${about.module.en}” and passed its check`
			}
		});
		expect(await judged(await sign(of))).toMatchObject({ valid_signature: true, revocation_status: true });
	});

	it('is accepted when it was signed with a key that has been retired', async () => {
		await serve([]);
		expect(await judged(await sign(badge(), retired))).toMatchObject({ valid_signature: true });
	});

	it('is refused by it when revoked, expired, tampered with or of a key not listed', async () => {
		await serve([94_567]);
		expect(await judged(signed)).toMatchObject({ valid_signature: true, revocation_status: false });

		await serve([]);
		const past = { issuedOn: addDays(today, -800), validTo: addDays(today, -70) };
		expect(await judged(await sign(badge(past)))).toMatchObject({ valid_signature: true, expiration: false });

		const tampered = structuredClone(signed);
		tampered.credentialSubject.achievement.name = '资深客户经理 / Principal Customer Manager';
		expect(await judged(tampered)).toEqual({ stopped: 'invalid_signature' });

		const stranger = await sign(badge(), createKey('Ed25519'));
		expect(await judged(stranger)).toHaveProperty('stopped');
	});

	it('is not decided on when the list has run out or is not there', async () => {
		await serve([], new Date(now.getTime() - 8 * 86_400_000));
		expect(await judged(signed)).toMatchObject({ revocation_status: 'status_list_expired' });
		served.delete(list);
		expect(await judged(signed)).toMatchObject({ revocation_status: 'status_list_not_found' });
	});

	it('is not signed with a word that no context knows, nor with a key for tokens', async () => {
		await expect(sign({ ...badge(), surprise: 1 })).rejects.toThrow();
		await expect(sign({ ...badge(), '@context': ['https://example.org/other'] })).rejects.toThrow();
		await expect(sign(badge(), tokenKey)).rejects.toThrow(TypeError);
	});
});

describe('a token', () => {
	const resolver = {
		resolve: () =>
			Promise.resolve({
				didResolutionMetadata: { contentType: 'application/did+ld+json' },
				didDocument: document,
				didDocumentMetadata: {}
			})
	};
	const verify = (token: string) => verifyJWT(token, { resolver, policies: { aud: false } });

	it('is accepted by the other verifier, with everything that the badge says', async () => {
		const {
			payload,
			verified,
			issuer: by
		} = await verify(await signToken(badge(), { key: tokenKey, at: now }));
		expect(verified).toBe(true);
		expect(by).toBe(issuer);
		expect(payload).toMatchObject({ ...badge(), iss: issuer, jti: badge().id });
	});

	it('is refused by it when expired, tampered with or of a key not listed', async () => {
		const past = { issuedOn: addDays(today, -800), validTo: addDays(today, -70) };
		await expect(verify(await signToken(badge(past), { key: tokenKey, at: now }))).rejects.toThrow(/expired/);

		const [head, body = '', signature] = (await signToken(badge(), { key: tokenKey, at: now })).split('.');
		const changed = Buffer.from(body, 'base64url').toString().replace('JH-M-26', 'JH-P-26');
		const forged = [head, Buffer.from(changed).toString('base64url'), signature].join('.');
		await expect(verify(forged)).rejects.toThrow(/invalid_signature/);

		const stranger = await signToken(badge(), { key: createKey('ES256'), at: now });
		await expect(verify(stranger)).rejects.toThrow();
		await expect(signToken(badge(), { key, at: now })).rejects.toThrow(TypeError);
	});
});

describe('a file that somebody has', () => {
	const past = { issuedOn: addDays(today, -800), validTo: addDays(today, -70) };
	const intact = { state: 'intact', id: badge().id };

	it('is intact as we signed it, with a retired key and when it has run out too', async () => {
		for (const file of [await sign(badge()), await sign(badge(), retired), await sign(badge(past))])
			expect(await checkDocument(JSON.parse(JSON.stringify(file)), document)).toEqual(intact);
		for (const given of [badge(), badge(past)])
			expect(await checkToken(await signToken(given, { key: tokenKey, at: now }), document)).toEqual(intact);
		const status = await sign(statusListCredential({ list, issuer, revoked: [7], at: now }));
		expect(await checkDocument(status, document)).toEqual({ state: 'intact', id: list });
	});

	it('is altered when anything in it was, or a key of nobody’s signed it in our name', async () => {
		const file = await sign(badge());
		const [proof] = file.proof;
		const changes: object[] = [
			{ validUntil: '2099-01-01T00:00:00+08:00' },
			{ name: 'other' },
			{ credentialStatus: undefined },
			{ credentialSubject: { ...file.credentialSubject, licenseNumber: 'JH-P-26-7XK4M9Q-4R' } },
			{ '@context': [...file['@context'], { name: 'https://example.org/other' }] },
			{ '@context': [...file['@context']].reverse() },
			{ proof: [{ ...proof, created: '2020-01-01T00:00:00Z' }] },
			{ proof: [{ ...proof, proofPurpose: 'authentication' }] },
			{ proof: [{ ...proof, proofValue: 'z' }] },
			{ proof: [{}] },
			{ '@context': [[...file['@context']]] },
			{ credentialSubject: JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as object }
		];
		for (const change of changes)
			expect(await checkDocument({ ...file, ...change }, document), Object.keys(change).join()).toEqual({
				state: 'altered',
				id: null
			});
		expect(await checkDocument(await sign(badge(), createKey('Ed25519')), document)).toMatchObject({
			state: 'altered'
		});

		const token = await signToken(badge(), { key: tokenKey, at: now });
		const [head, body = '', signature] = token.split('.');
		const changed = Buffer.from(body, 'base64url').toString().replace('JH-M-26', 'JH-P-26');
		const unsigned = Buffer.from(JSON.stringify({ alg: 'none', kid: `${issuer}#${tokenKey.id}` }));
		for (const forged of [
			[head, Buffer.from(changed).toString('base64url'), signature],
			[head, body, ''],
			[unsigned.toString('base64url'), body, '']
		])
			expect(await checkToken(forged.join('.'), document)).toEqual({ state: 'altered', id: null });
		const stranger = await signToken(badge(), { key: createKey('ES256'), at: now });
		expect(await checkToken(stranger, document)).toMatchObject({ state: 'altered' });
	});

	it('is another’s when it says so, and none when it is no credential', async () => {
		const foreign = { ...(await sign(badge())), issuer: 'did:web:other.example' };
		expect(await checkDocument(foreign, document)).toMatchObject({ state: 'foreign' });
		const token = await signToken(badge(), { key: tokenKey, at: now });
		expect(await checkToken(token, { ...document, id: 'did:web:other.example' })).toMatchObject({
			state: 'foreign'
		});
		for (const nothing of [null, 1, '', [], {}, badge(), { ...foreign, proof: [] }, { ...foreign, id: 5 }])
			expect(await checkDocument(nothing, document)).toEqual({ state: 'unreadable', id: null });
		for (const nothing of ['', '..', 'a.b.c', 'x'.repeat(10_000)])
			expect(await checkToken(nothing, document)).toEqual({ state: 'unreadable', id: null });
	});
});
