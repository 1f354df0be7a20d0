import { drizzle } from 'drizzle-orm/pg-proxy';
import { expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import { compareHolder, issueCertificates, verifyCertificate } from '$lib/features/certificates/index.server';
import type { Context } from '$lib/server/context';
import { NOW, onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { givenAttempt, givenSitting, refusalOf } from './given';

onEveryDatabase('verify certificates', (world) => {
	async function given() {
		const person = await givenPerson(world, { name: '欧阳小娜' });
		const attempt = await givenAttempt(world, person, await givenSitting(world));
		const [issued] = await issueCertificates(world.ctx(systemActor('test')), { groundIds: [attempt] });
		return issued!;
	}

	it('verifies what is printed, in one shape for every number, and hides the name', async () => {
		const { number } = await given();
		const ctx = (now = NOW): Context => world.ctx({ kind: 'anonymous' }, now);
		const found = await verifyCertificate(ctx(), number.toLowerCase().replaceAll('-', ' '), 'b');
		expect(found).toMatchObject({
			state: 'valid',
			number,
			holder: '欧阳*娜',
			grade: { 'zh-CN': '客户经理' },
			issuer: { en: 'Test Bank' },
			issuedOn: '2026-03-02',
			validTo: '2028-03-01',
			checkedAt: NOW.toISOString()
		});
		expect(JSON.stringify(found)).not.toContain('欧阳小娜');
		const at = async (day: string) =>
			(await verifyCertificate(ctx(new Date(`${day}T02:00:00Z`)), number, 'b')).state;
		expect([await at('2028-02-01'), await at('2028-03-01'), await at('2028-03-02')]).toEqual([
			'valid',
			'valid',
			'expired'
		]);
		const unknown = await verifyCertificate(ctx(), 'JH-M-26-7XK4M9Q-4R', 'b');
		const typo = await verifyCertificate(ctx(), 'JH-M-26-7XK4M9Q-4S', 'b');
		expect(unknown).toMatchObject({ state: 'notFound', holder: null, issuedOn: null });
		expect(typo.state).toBe('typo');
		expect(Object.keys(unknown).sort()).toEqual(Object.keys(found).sort());
		expect(Object.keys(typo).sort()).toEqual(Object.keys(found).sort());
		expect(await compareHolder(ctx(), { number, name: '欧阳 小娜' }, 'b')).toBe('matches');
		expect(await compareHolder(ctx(), { number, name: '欧阳*娜' }, 'b')).toBe('differs');
		expect(await compareHolder(ctx(), { number: 'JH-M-26-7XK4M9Q-4S', name: '欧阳小娜' }, 'b')).toBe(
			'differs'
		);
	});

	it('limits how often an address may look and guess', async () => {
		const { number } = await given();
		const ctx = world.ctx({ kind: 'anonymous' });
		const hits = async (times: number, ask: () => Promise<unknown>) => {
			for (let i = 0; i < times; i++) await ask();
			return refusalOf(ask());
		};
		expect(await hits(120, () => verifyCertificate(ctx, number, 'busy'))).toBe('certificates.verify.limited');
		expect((await verifyCertificate(ctx, number, 'calm')).state).toBe('valid');
		expect(await hits(20, () => compareHolder(ctx, { number, name: '谁' }, 'busy'))).toBe(
			'certificates.verify.limited'
		);
	});

	it('says that it cannot be checked now when the database is away', async () => {
		const broken = drizzle(() => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' })));
		const { number } = await given();
		const ctx = { ...world.ctx({ kind: 'anonymous' }), db: broken };
		expect(await verifyCertificate(ctx, number, 'c')).toMatchObject({
			state: 'unavailable',
			number,
			holder: null
		});
		expect(await compareHolder(ctx, { number, name: 'x' }, 'c')).toBe('unavailable');
	});
});
