import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyCredential } from '@digitalcredentials/verifier-core';
import { request, type APIRequestContext } from '@playwright/test';
import { verifyJWT } from 'did-jwt';
import { DEMO_PASSWORD } from '../../drizzle/seed/demo/cast';
import { serve, type RunningSite } from '../support/serve';
import { expect, test } from '../support/site';

interface Credential {
	id: string;
	issuer: { id: string };
	validUntil: string;
	credentialStatus: { statusListCredential: string };
	credentialSubject: { licenseNumber: string; achievement: { name: string } };
	proof: { verificationMethod: string }[];
}

/** A site that knows its address, as its credentials name it, and whoever asks it for something. */
interface Issuing {
	site: RunningSite;
	origin: string;
	signIn(employeeNo: string): Promise<APIRequestContext>;
	stop(): Promise<void>;
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	await new Promise((done) => server.close(done));
	return port;
}

async function startIssuing(): Promise<Issuing> {
	const folder = await mkdtemp(join(tmpdir(), 'jinjie-issuer-'));
	await cp(process.env['JINJIE_SEEDED'] ?? '', folder, { recursive: true });
	const port = String(await freePort());
	const origin = `http://localhost:${port}`;
	const site = await serve({ DATA_DIR: folder, JINJIE_DEMO: 'on', PORT: port, ORIGIN: origin });
	return {
		site,
		origin,
		async signIn(employeeNo) {
			const context = await request.newContext({ baseURL: site.url, extraHTTPHeaders: { origin } });
			const form = { name: employeeNo, password: DEMO_PASSWORD };
			const answer = await context.post('/sign-in', {
				...{ form, maxRedirects: 0, headers: { accept: 'text/html' } }
			});
			expect(answer.status()).toBe(303);
			return context;
		},
		async stop() {
			await site.stop();
			await rm(folder, { recursive: true, force: true });
		}
	};
}

test.describe('credentials of the running site, for verifiers that others wrote', () => {
	let issuing: Issuing;
	const real = { fetch: globalThis.fetch, Date: globalThis.Date };
	/** What is put in the place of an answer of the site, by path. */
	const instead = new Map<string, unknown>();

	test.beforeAll(async () => {
		issuing = await startIssuing();
		// A `did:web` is asked for over TLS, which a proxy ends before the site; nothing else is to be reached.
		globalThis.fetch = async (input, init) => {
			const url = new URL(input instanceof Request ? input.url : input);
			if (url.host !== new URL(issuing.origin).host) return Response.json({}, { status: 404 });
			const other = instead.get(url.pathname);
			if (other !== undefined)
				return other === null ? Response.json({}, { status: 404 }) : Response.json(other);
			return real.fetch(new URL(url.pathname, issuing.site.url), init);
		};
	});
	test.afterAll(async () => {
		globalThis.fetch = real.fetch;
		await issuing.stop();
	});
	test.afterEach(() => {
		instead.clear();
		globalThis.Date = real.Date;
	});

	/** The verifier's log of checks by name, or the name of what stopped it. */
	async function judged(credential: object): Promise<Record<string, unknown>> {
		const result = await verifyCredential({
			credential: structuredClone(credential) as Parameters<typeof verifyCredential>[0]['credential'],
			knownDIDRegistries: []
		});
		return {
			...Object.fromEntries((result.log ?? []).map(({ id, valid, error }) => [id, error?.name ?? valid])),
			...(result.errors?.length && { stopped: result.errors[0]?.name })
		};
	}
	/** The copy was seeded at another address: its lists are signed anew within the first minute. */
	const untilListed = (credential: object) =>
		expect.poll(async () => (await judged(credential))['revocation_status'], { timeout: 120_000 }).toBe(true);
	const resolver = {
		resolve: async () => {
			const answer = await fetch(`https://${new URL(issuing.origin).host}/.well-known/did.json`);
			return {
				didResolutionMetadata: { contentType: 'application/did+ld+json' },
				didDocument: (await answer.json()) as never,
				didDocumentMetadata: {}
			};
		}
	};
	const verifyToken = (token: string) => verifyJWT(token, { resolver, policies: { aud: false } });
	/** As if it were so many days later for whoever verifies. */
	function atDay(days: number): void {
		const ahead = days * 86_400_000;
		globalThis.Date = class extends real.Date {
			constructor(...given: unknown[]) {
				if (given.length) super(...(given as [number]));
				else super(real.Date.now() + ahead);
			}
			static override now = () => real.Date.now() + ahead;
		} as DateConstructor;
	}

	async function idsOf(staff: APIRequestContext, status: string): Promise<string[]> {
		const answer = await staff.get(`/staff/certificates?status=${status}`);
		const links = (await answer.text()).matchAll(/\/staff\/certificates\/([0-9a-f-]{36})/g);
		return [...new Set(Array.from(links, ([, id]) => id!))];
	}
	const textOf = async (staff: APIRequestContext, id: string, kind: 'json' | 'jwt') => {
		const answer = await staff.get(`/certificates/${id}/credential.${kind}`);
		expect(answer.status()).toBe(200);
		return answer.text();
	};
	const jsonOf = async (staff: APIRequestContext, id: string) =>
		JSON.parse(await textOf(staff, id, 'json')) as Credential;

	test('are good, revoked, expired or tampered with as they are', async () => {
		const staff = await issuing.signIn('JH0003');
		const [held] = await idsOf(staff, 'valid');
		const good = await jsonOf(staff, held!);
		const token = await textOf(staff, held!, 'jwt');
		expect(good.issuer.id).toBe(`did:web:localhost%3A${new URL(issuing.origin).port}`);
		await untilListed(good);
		expect(await judged(good)).toMatchObject({
			...{ valid_signature: true, expiration: true, revocation_status: true }
		});
		expect((await verifyToken(token)).payload).toMatchObject({
			...{ iss: good.issuer.id, jti: good.id },
			credentialSubject: { licenseNumber: good.credentialSubject.licenseNumber }
		});

		const tampered = structuredClone(good);
		tampered.credentialSubject.achievement.name = '资深客户经理 / Principal Customer Manager';
		expect(await judged(tampered)).toEqual({ stopped: 'invalid_signature' });
		const [head, body = '', signature] = token.split('.');
		const changed = Buffer.from(body, 'base64url').toString().replace('"JH-', '"JX-');
		await expect(
			verifyToken([head, Buffer.from(changed).toString('base64url'), signature].join('.'))
		).rejects.toThrow(/invalid_signature/);

		const [old] = await idsOf(staff, 'expired');
		expect(await judged(await jsonOf(staff, old!))).toMatchObject({
			valid_signature: true,
			expiration: false
		});
		await expect(verifyToken(await textOf(staff, old!, 'jwt'))).rejects.toThrow(/expired/);

		const [gone] = await idsOf(staff, 'revoked');
		expect(await judged(await jsonOf(staff, gone!))).toMatchObject({ revocation_status: false });
		const done = await staff.post(`/staff/certificates/${held}?/revoke`, {
			...{ form: { category: 'other', reason: '核查' }, maxRedirects: 0, headers: { accept: 'text/html' } }
		});
		expect(done.status()).toBe(303);
		await expect.poll(async () => (await judged(good))['revocation_status'], { timeout: 60_000 }).toBe(false);
	});

	test('are in doubt when a key or the list is missing, or the list has run out', async () => {
		const staff = await issuing.signIn('JH0007');
		const held = await idsOf(staff, 'valid');
		const good = await jsonOf(staff, held.at(-1)!);
		const token = await textOf(staff, held.at(-1)!, 'jwt');
		await untilListed(good);

		atDay(8);
		expect(await judged(good)).toMatchObject({ expiration: true, revocation_status: 'status_list_expired' });
		globalThis.Date = real.Date;
		const list = new URL(good.credentialStatus.statusListCredential).pathname;
		instead.set(list, null);
		expect(await judged(good)).toMatchObject({ revocation_status: 'status_list_not_found' });
		instead.delete(list);

		// The other verifier keeps a document of keys once it has read it.
		const { didDocument } = await resolver.resolve();
		const withoutKeys = { verificationMethod: [], assertionMethod: [] };
		instead.set('/.well-known/did.json', { ...(didDocument as object), ...withoutKeys });
		await expect(verifyToken(token)).rejects.toThrow();
	});

	test('stay good when the keys are replaced', async () => {
		const staff = await issuing.signIn('JH0007');
		const [held] = (await idsOf(staff, 'valid')).slice(-1);
		const good = await jsonOf(staff, held!);
		await untilListed(good);
		const administrator = await issuing.signIn('JH0001');
		const done = await administrator.post('/staff/certificates/keys?/rotate', {
			...{ form: {}, maxRedirects: 0, headers: { accept: 'text/html' } }
		});
		expect(done.status()).toBe(303);
		const { didDocument } = await resolver.resolve();
		expect((didDocument as { verificationMethod: object[] }).verificationMethod).toHaveLength(4);
		expect(await judged(good)).toMatchObject({ valid_signature: true, revocation_status: true });
		expect((await verifyToken(await textOf(staff, held!, 'jwt'))).verified).toBe(true);
	});
});

/** A valid certificate's files, as its holder's HR officer has them. */
async function filesOf(context: APIRequestContext, site: string) {
	const page = await (await context.get(`${site}/staff/certificates?status=valid`)).text();
	const id = /\/staff\/certificates\/([0-9a-f-]{36})/.exec(page)?.[1];
	const read = async (path: string) => (await context.get(`${site}/certificates/${id}/${path}`)).body();
	return { json: await read('credential.json'), jwt: await read('credential.jwt'), pdf: await read('pdf') };
}

test('a file is checked in the reader’s own browser', async ({ page, site, signInAs, context }) => {
	await signInAs('JH0007');
	const files = await filesOf(context.request, site);
	await context.clearCookies();
	const give = async (name: string, buffer: Buffer) => {
		await page
			.locator('input[type="file"]')
			.setInputFiles({ name, buffer, mimeType: 'application/octet-stream' });
		await page.getByRole('button', { name: '查验文件' }).click();
	};
	const says = (text: string) => expect(page.getByText(text, { exact: true })).toBeVisible();

	await test.step('whether it is the one issued; of the file only its hash is sent', async () => {
		await page.goto('/verify', { waitUntil: 'networkidle' });
		await page.getByRole('link', { name: '查验证书文件' }).click();
		const sent: string[] = [];
		page.on('request', (request) => sent.push(`${request.method()} ${request.postData() ?? ''}`));
		await give('certificate.pdf', files.pdf);
		await says('这就是本机构签发的文件');
		await says('有效');
		await give('certificate.json', files.json);
		await says('有效期内，未被撤销');
		await says('这就是本机构签发的文件');
		const changed = Buffer.from(files.pdf);
		changed[changed.length - 20]! ^= 1;
		await give('changed.pdf', changed);
		await says('这不是本机构签发的文件');
		expect(sent.filter((one) => !one.startsWith('GET'))).toEqual([]);
	});

	await test.step('whether its proof is good, with nothing but the keys and the list', async () => {
		await page.getByRole('link', { name: '在自己的浏览器里验证' }).click();
		await expect(page).toHaveURL(/proof$/);
		const asked: string[] = [];
		page.on('request', (request) => {
			const { pathname, host } = new URL(request.url());
			// The browser asks for the site's icon when it likes.
			if (!pathname.startsWith('/_app/') && pathname !== '/icon.svg')
				asked.push(host === new URL(site).host ? pathname : request.url());
		});
		await give('certificate.json', files.json);
		await says('签名有效，内容未被改动');
		await says('有效期内，未被撤销');
		await give('certificate.jwt', files.jwt);
		await says('certificate.jwt');
		await says('有效期内，未被撤销');
		await give('changed.json', Buffer.from(files.json.toString().replace('"JH-', '"JX-')));
		await says('签名无效：内容被改动过，或不是本机构签的名');
		expect([...new Set(asked)].sort()).toEqual(['/.well-known/did.json', '/status-lists/1']);
	});
});

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
	test('a file is checked by the site', async ({ page, site, signInAs, context }) => {
		await signInAs('JH0007');
		const files = await filesOf(context.request, site);
		await context.clearCookies();
		for (const [name, buffer, says] of [
			['certificate.pdf', files.pdf, '这就是本机构签发的文件'],
			['certificate.jwt', files.jwt, '有效期内，未被撤销'],
			['other.json', Buffer.from('{}'), '这不是本机构签发的文件']
		] as const) {
			await page.goto('/verify/file');
			await page
				.locator('input[type="file"]')
				.setInputFiles({ name, buffer, mimeType: 'application/octet-stream' });
			await page.getByRole('button', { name: '查验文件' }).click();
			await expect(page.getByText(says, { exact: true })).toBeVisible();
		}
	});
});
