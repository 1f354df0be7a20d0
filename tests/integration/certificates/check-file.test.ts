import { sql } from 'drizzle-orm';
import { afterEach, expect, it } from 'vitest';
import { anonymous, systemActor } from '$lib/access/can';
import {
	askHolding,
	checkMany,
	checkUpload,
	findFile,
	issueCertificates,
	issuerDocument,
	issueToken,
	listTokens,
	readCredential,
	renderCertificatePdf,
	revokeCertificate,
	revokeToken,
	rotateSigningKeys,
	verifyCertificate
} from '$lib/features/certificates/index.server';
import { checkToken } from '$lib/features/certificates/credentials/check';
import { badgeOf } from '$lib/features/certificates/credentials/badge';
import { didOf } from '$lib/features/certificates/credentials/did';
import { createKey } from '$lib/features/certificates/credentials/keys.server';
import { sha256Of } from '$lib/features/certificates/credentials/known-files.server';
import { signDocument } from '$lib/features/certificates/credentials/sign.server';
import { statusEntry } from '$lib/features/certificates/credentials/status';
import { certificateTokens } from '$lib/features/certificates/tables.server';
import { env } from '$lib/server/env';
import { NOW, onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { givenCertifiable, givenCompletion, givenAttempt, givenSitting, refusalOf } from './given';

const onDay = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const settings = { ...env };

onEveryDatabase('check files', (world) => {
	afterEach(() => void Object.assign(env, settings));

	async function given(name = '欧阳小娜') {
		const person = await givenPerson(world, { name });
		const attempt = await givenAttempt(world, person, await givenSitting(world));
		const [issued] = await issueCertificates(world.ctx(systemActor('test')), { groundIds: [attempt] });
		await world.runJobs();
		return { person, ...issued! };
	}
	let visitors = 0;
	const visitor = (now = NOW) => world.ctx(anonymous, now);
	const check = (content: string | Uint8Array, now = NOW) => {
		const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
		return checkUpload(visitor(now), { file: { bytes } }, `10.1.0.${++visitors}`);
	};
	const read = async (id: string, kind: 'json' | 'jwt') =>
		(await readCredential(world.ctx(systemActor('test')), id, kind)).text;
	const revoke = async (certificateId: string) => {
		const approver = world.ctx(await givenPerson(world, { roles: ['hrApprover'] }));
		await revokeCertificate(approver, { certificateId, category: 'other', reason: '测试' });
		await world.runJobs();
	};

	it('say whether a file is the one issued, what it claims, and whether proof and standing are good', async () => {
		const { person, id, number } = await given();
		const claims = { number, grade: '客户经理 / Customer Manager' };
		const good = { issued: true, verification: { state: 'valid', number, holder: '欧阳*娜' } };
		for (const kind of ['json', 'jwt'] as const)
			expect(await check(await read(id, kind))).toMatchObject({
				...good,
				report: { state: 'intact', standing: 'good', claims }
			});
		const { bytes } = await renderCertificatePdf(world.ctx(person), id, 'https://jinjie.example');
		expect(await check(bytes)).toMatchObject({ ...good, report: null });
		expect(JSON.stringify(await check(bytes))).not.toContain('欧阳小娜');

		// The same signed facts, laid out anew: signed, but not the file.
		const laid = JSON.stringify(JSON.parse(await read(id, 'json')), null, 2);
		expect(await check(laid)).toMatchObject({
			issued: false,
			verification: null,
			report: { state: 'intact', standing: 'good', claims }
		});

		await revoke(id);
		for (const kind of ['json', 'jwt'] as const)
			expect(await check(await read(id, kind))).toMatchObject({
				issued: true,
				verification: { state: 'revoked' },
				report: { state: 'intact', standing: 'revoked' }
			});
		expect(await check(bytes)).toMatchObject({ issued: true, verification: { state: 'revoked' } });
	});

	it('say so when a file was changed, is another’s, of no key of ours, or nothing at all', async () => {
		const { person, id } = await given();
		const json = await read(id, 'json');
		const unknown = { issued: false, verification: null };
		const state = async (text: string) => {
			const { report, ...rest } = await check(text);
			expect(rest).toEqual(unknown);
			return report;
		};
		const changed = json.replace('"validUntil":"2028', '"validUntil":"2038');
		expect(changed).not.toBe(json);
		expect(await state(changed)).toEqual({ state: 'altered', claims: null, standing: null });
		expect(await state(json.replaceAll('did:web:localhost%3A3000', 'did:web:other.example'))).toMatchObject({
			state: 'foreign'
		});
		const issuer = didOf('http://localhost:3000');
		const forged = await signDocument(
			badgeOf({
				...{ origin: 'http://localhost:3000', issuer, id, identity: null },
				printed: JSON.parse(
					JSON.stringify({
						...{ version: 1, number: 'JH-M-26-7XK4M9Q-4R', holder: '王', ladder: 'bank', tier: 'manager' },
						ladderName: { 'zh-CN': '序列', en: 'Ladder' },
						grade: { 'zh-CN': '客户经理', en: 'Manager' },
						exam: { 'zh-CN': '考试', en: 'Exam' },
						issuer: { 'zh-CN': '银行', en: 'Bank' },
						...{ issuedOn: '2026-03-02', validTo: '2028-03-01' }
					})
				) as never,
				status: statusEntry('http://localhost:3000/status-lists/1', 5)
			}),
			{ issuer, key: createKey('Ed25519'), at: NOW }
		);
		expect(await state(JSON.stringify(forged))).toMatchObject({ state: 'altered' });
		const [head, body, signature = ''] = (await read(id, 'jwt')).split('.');
		const broken = `${signature.slice(0, -4)}AAAA`;
		expect(await state([head, body, broken].join('.'))).toMatchObject({ state: 'altered' });
		for (const text of ['', 'x', '{}', '[]', 'null', 'a.b.c', '{"@context":[]}', 'x'.repeat(300_000)])
			expect(await state(text), text.slice(0, 20)).toMatchObject({ state: 'unreadable' });
		// A PDF whose date was changed is not the file that was issued.
		const { bytes } = await renderCertificatePdf(world.ctx(person), id, 'https://jinjie.example');
		const pdf = Uint8Array.from(bytes);
		pdf[pdf.length - 20]! ^= 1;
		expect(await check(pdf)).toEqual({ ...unknown, report: null });
	});

	it('leave open what an old list cannot say, and know an expired one and a retired key', async () => {
		const { id } = await given();
		const json = await read(id, 'json');
		const report = async (now: Date) => (await check(json, now)).report;
		expect(await report(onDay(6))).toMatchObject({ state: 'intact', standing: 'good' });
		expect(await report(onDay(8))).toMatchObject({ state: 'intact', standing: 'undecided' });
		expect(await report(onDay(800))).toMatchObject({ state: 'intact', standing: 'expired' });
		await rotateSigningKeys(world.ctx(await givenPerson(world, { roles: ['administrator'] })));
		expect(await report(onDay(1))).toMatchObject({ state: 'intact', standing: 'good' });
		Object.assign(env, { demo: false, origin: '' });
		expect(await report(onDay(1))).toMatchObject({ state: 'unchecked', standing: null });
	});

	it('answer to a hash in one shape, and stop guesses of hashes and ten thousand of numbers', async () => {
		const { id, number } = await given();
		const hash = sha256Of(await read(id, 'json'));
		const known = await findFile(visitor(), hash, 'a');
		expect(known).toMatchObject({ issued: true, verification: { number } });
		expect(await findFile(visitor(), '0'.repeat(64), 'a')).toEqual({ issued: false, verification: null });
		expect(await refusalOf(findFile(visitor(), 'nonsense', 'a'))).toBe('certificates.file.hash');
		const shape = (value: object) => Object.keys(value).sort();
		const unknown = await verifyCertificate(visitor(), 'JH-M-26-7XK4M9Q-4R', 'a');
		expect(unknown.state).toBe('notFound');
		expect(shape(unknown)).toEqual(shape(known.verification!));

		const tries = async (ask: (i: number) => Promise<unknown>, count = 10_000) => {
			let through = 0;
			for (let from = 0; from < count; from += 500) {
				const some = await Promise.all(Array.from({ length: 500 }, (_, i) => refusalOf(ask(from + i))));
				through += some.filter((code) => code !== 'certificates.verify.limited').length;
			}
			return through;
		};
		expect(await tries((i) => findFile(visitor(), i.toString(16).padStart(64, '0'), '192.0.2.1'), 1000)).toBe(
			120
		);
		expect(await tries(() => verifyCertificate(visitor(), 'JH-M-26-7XK4M9Q-4R', '192.0.2.2'))).toBe(120);
		// Ten minutes later the same visitor is answered again.
		const later = new Date(NOW.getTime() + 11 * 60_000);
		expect((await findFile(visitor(later), hash, '192.0.2.1')).issued).toBe(true);
		expect(await tries(() => checkUpload(visitor(), { file: { bytes: new Uint8Array(9) } }, 'b'), 500)).toBe(
			30
		);
	});

	it('check many for HR, each line with its problem', async () => {
		const [one, two] = [await given('王小明'), await given('=cmd()')];
		await revoke(two.id);
		const officer = world.ctx(await givenPerson(world, { roles: ['hrOfficer'] }));
		const text = [
			'证书编号,姓名',
			`${one.number},王小明`,
			`${one.number.toLowerCase().replaceAll('-', ' ')},王小朋`,
			'',
			`${two.number},=cmd()`,
			'JH-M-26-7XK4M9Q-4R,某人',
			'JH-M-26-7XK4M9Q-4S,某人',
			`${one.number},`
		].join('\n');
		const checked = await checkMany(officer, { text });
		expect(checked).toMatchObject({ lines: 6, problems: 4 });
		const lines = checked.text.split('\r\n').map((line) => line.split(','));
		expect(lines[0]?.[0]).toBe('\uFEFF行');
		const problem = (at: number) => lines[at]?.at(-1);
		expect(lines[1]?.slice(0, 5)).toEqual(['2', one.number, '王小明', '有效', '是']);
		expect(problem(1)).toBe('');
		expect(problem(2)).toBe('与持证人姓名不一致。');
		expect(lines[3]?.slice(0, 4)).toEqual(['5', two.number, "'=cmd()", '已撤销']);
		expect(problem(4)).not.toBe('');
		expect(problem(5)).not.toBe(problem(4));
		expect(lines[6]?.slice(3, 5)).toEqual(['有效', '']);

		expect(await refusalOf(checkMany(officer, { text: 'a,b\n1,2' }))).toBe('certificates.many.columns');
		const many = `number\n${'x\n'.repeat(2001)}`;
		expect(await refusalOf(checkMany(officer, { text: many }))).toBe('app.import.too_long');
		expect(await refusalOf(checkMany(world.ctx(one.person), { text }))).toBe('access.forbidden');
		expect(await refusalOf(checkMany(visitor(), { text }))).toBe('access.forbidden');
	});

	it('answer another system with a token, signed, for a day', async () => {
		const { person, id, number } = await given();
		const administrator = world.ctx(await givenPerson(world, { roles: ['administrator'] }));
		const { token } = await issueToken(administrator, { name: '信贷系统' });
		const rows = await world.db.select().from(certificateTokens);
		expect(JSON.stringify(rows)).not.toContain(token);
		const ask = (on: string, employeeNo = person.employeeNo, grade = 'manager', by = token) =>
			askHolding(visitor(), { employeeNo, ladder: 'bank', grade, on }, { token: by, address: '10.2.0.1' });
		const held = await ask('2027-01-01');
		expect(held?.answer).toEqual({
			...{ employeeNo: person.employeeNo, ladder: 'bank', grade: 'manager', on: '2027-01-01', holds: true },
			certificate: { number, issuedOn: '2026-03-02', validTo: '2028-03-01' }
		});
		const said = JSON.parse(Buffer.from(held!.signed.split('.')[1]!, 'base64url').toString()) as Record<
			string,
			unknown
		>;
		expect(said).toMatchObject({
			...held!.answer,
			iss: didOf('http://localhost:3000'),
			sub: person.employeeNo
		});
		// An answer is no credential of a certificate, and is not taken for one.
		const document = (await issuerDocument(visitor()))!;
		expect(await checkToken(held!.signed, document)).toMatchObject({ state: 'unreadable' });

		const holds = async (...asked: Parameters<typeof ask>) => (await ask(...asked))?.answer.holds;
		expect(await holds('2026-03-01')).toBe(false);
		expect(await holds('2026-03-02')).toBe(true);
		expect(await holds('2028-03-01')).toBe(true);
		expect(await holds('2028-03-02')).toBe(false);
		expect(await holds('2027-01-01', person.employeeNo, 'senior')).toBe(false);
		expect(await ask('2027-01-01', 'NOBODY')).toMatchObject({
			answer: { employeeNo: 'NOBODY', holds: false, certificate: null }
		});
		await revoke(id);
		expect(await holds('2027-01-01')).toBe(false);

		expect(await ask('2027-01-01', person.employeeNo, 'manager', 'guess')).toBeNull();
		const [listed] = await listTokens(administrator);
		expect(listed).toMatchObject({ name: '信贷系统', revokedAt: null });
		expect(listed?.lastUsedAt).not.toBeNull();
		expect(await refusalOf(issueToken(world.ctx(person), { name: 'x' }))).toBe('access.forbidden');
		expect(await refusalOf(revokeToken(world.ctx(person), { tokenId: listed!.id }))).toBe('access.forbidden');
		await revokeToken(administrator, { tokenId: listed!.id });
		expect(await refusalOf(revokeToken(administrator, { tokenId: listed!.id }))).toBe(
			'certificates.token.revoked'
		);
		expect(await ask('2027-01-01')).toBeNull();
		await world.db.execute(sql`delete from rate_limits`);
		const codes = await Promise.all(
			Array.from({ length: 100 }, (_, i) => refusalOf(ask('2027-01-01', 'NOBODY', 'manager', `guess-${i}`)))
		);
		expect(codes.filter((code) => code === null)).toHaveLength(30);
	});

	it('answer another system of certificates of modules and mentors, and refuse what there is not', async () => {
		const administrator = world.ctx(await givenPerson(world, { roles: ['administrator'] }));
		const { token } = await issueToken(administrator, { name: '排班系统' });
		const { employeeNo, ...person } = await givenPerson(world);
		for (const ladder of ['module', 'mentor'] as const) {
			const module = await givenCertifiable(world, ladder);
			const groundIds = [await givenCompletion(world, { employeeNo, ...person }, module)];
			const [issued] = await issueCertificates(world.ctx(systemActor('test')), { groundIds });
			const ask = async (asked: { ladder: string; grade: string; on: string }) =>
				(await askHolding(visitor(), { employeeNo, ...asked }, { token, address: '10.2.0.2' }))!.answer;
			const now = { ladder, grade: module.code, on: '2026-03-02' };
			expect(await ask(now)).toEqual({
				...{ employeeNo, ...now, holds: true },
				certificate: { number: issued!.number, issuedOn: '2026-03-02', validTo: '2027-03-01' }
			});
			expect(await ask({ ...now, on: '2027-03-02' })).toMatchObject({ holds: false });
			for (const wrong of ['module', 'mentor', 'bank'].filter((other) => other !== ladder))
				expect(await refusalOf(ask({ ...now, ladder: wrong }))).toBe('app.form');
			expect(await refusalOf(ask({ ...now, grade: 'nothing' }))).toBe('app.form');
		}
	});
});
