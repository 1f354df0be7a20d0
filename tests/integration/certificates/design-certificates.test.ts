import { and, eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { systemActor } from '$lib/access/can';
import { roleNames } from '$lib/access/roles';
import { auditLog } from '$lib/features/audit/tables.server';
import { saveTemplateSchema } from '$lib/features/certificates';
import {
	getCertificate,
	getTemplates,
	issueCertificates,
	publishTemplate,
	readTemplatePicture,
	renderCertificatePdf,
	renderTemplatePdf,
	saveTemplate
} from '$lib/features/certificates/index.server';
import { certificateTemplates } from '$lib/features/certificates/tables.server';
import { contrastToWhite } from '$lib/features/certificates/templates/rules';
import { readWholeFile } from '$lib/features/files/index.server';
import type { Context } from '$lib/server/context';
import { Refusal } from '$lib/shared/errors';
import { fieldErrors } from '$lib/shared/form';
import { paint, type Page } from '../../support/paint';
import { NOW, onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { design, givenAttempt, givenSitting, refusalOf, seal } from './given';

const ORIGIN = 'https://jinjie.example';
const reason = '换了新标志。';
let minutes = 0;
/** A later moment each time. */
const later = () => new Date(NOW.getTime() + ++minutes * 60_000);
const save = (ctx: Context, change: object = {}) =>
	saveTemplate(ctx, saveTemplateSchema.parse({ ...design, ...change }));
const linesOf = ({ lines }: Page) => lines.map((line) => line.map(({ text }) => text).join(''));
const reds = ({ picture: { data } }: Page) => {
	let count = 0;
	for (let at = 0; at < data.length; at += 4)
		if (data[at]! > 190 && data[at + 1]! < 100 && data[at + 2]! < 100) count++;
	return count;
};

onEveryDatabase('design certificates', (world) => {
	const approver = async () => {
		const person = await givenPerson(world, { roles: ['hrApprover'] });
		return () => world.ctx(person, later());
	};
	const publish = async (ctx: Context) =>
		publishTemplate(ctx, { savedAt: (await getTemplates(ctx, ORIGIN)).savedAt ?? NOW.toISOString(), reason });
	async function issued(name = '林晓彤') {
		const person = await givenPerson(world, { name });
		const groundIds = [await givenAttempt(world, person, await givenSitting(world))];
		const [{ id } = { id: '' }] = await issueCertificates(world.ctx(systemActor('test')), { groundIds });
		const pdf = async () => (await renderCertificatePdf(world.ctx(person), id, ORIGIN)).bytes;
		const { printed } = await getCertificate(world.ctx(person), id);
		return { pdf, printed };
	}

	it('prints what is issued from then on, and nothing that is out', async () => {
		const now = await approver();
		const before = await issued();
		const old = await before.pdf();
		expect(before.printed.template).toBeUndefined();

		await save(now(), { sealFile: seal() });
		expect((await issued()).printed.template).toBeUndefined();
		expect(await getTemplates(now(), ORIGIN)).toMatchObject({ current: null, shown: 1 });
		await publish(now());
		const first = await issued();
		expect(first.printed.template).toBe(1);
		const bytes = await first.pdf();
		const page = await paint(bytes);
		expect(page.height).toBeGreaterThan(page.width);
		const exam = first.printed.exam!['zh-CN'];
		expect(linesOf(page)).toEqual(
			expect.arrayContaining([`已通过${exam}，授予`, '沈国栋', '行长  President'])
		);
		expect(reds(page)).toBeGreaterThan(1000);

		await save(now(), { orientation: 'landscape', unsealed: 'on' });
		await publish(now());
		const second = await issued();
		expect(second.printed.template).toBe(2);
		const wide = await paint(await second.pdf());
		expect(wide.width).toBeGreaterThan(wide.height);
		expect(reds(wide)).toBe(0);
		// Byte for byte as before.
		expect((await before.pdf()).equals(old)).toBe(true);
		expect((await first.pdf()).equals(bytes)).toBe(true);
		const { versions } = await getTemplates(now(), ORIGIN);
		expect(versions.slice(0, 2).map(({ version, reason: why }) => [version, why])).toEqual([
			[2, reason],
			[1, reason]
		]);
	});

	it('keeps pictures that are not sent anew, and lets them go', async () => {
		const now = await approver();
		const sent = seal(60);
		await save(now(), { sealFile: sent, firstFile: seal(20), second: { ...design.first, name: '欧阳明慧' } });
		const version = String((await getTemplates(now(), ORIGIN)).shown);
		const of = async (which: string) => {
			const file = await readTemplatePicture(now(), { version, which });
			return Buffer.from(await readWholeFile(world.db, file));
		};
		const kept = await of('seal');
		await save(now(), { title: { 'zh-CN': '证书', en: 'Certificate' } });
		expect((await of('seal')).equals(kept)).toBe(true);
		expect((await of('0')).length).toBeGreaterThan(0);
		expect(await refusalOf(of('1'))).toBe('app.not_found');
		expect((await getTemplates(now(), ORIGIN)).design.signatures).toHaveLength(1);
		await save(now(), { unsealed: 'on', first: { ...design.first, bare: 'on' } });
		for (const which of ['seal', '0', 'x', '__proto__'])
			expect(await refusalOf(of(which)), which).toBe('app.not_found');
		expect(await refusalOf(renderTemplatePdf(now(), '999', ORIGIN))).toBe('app.not_found');
		expect(await refusalOf(renderTemplatePdf(now(), '1; drop', ORIGIN))).toBe('app.not_found');
		const sample = await paint((await renderTemplatePdf(now(), version, ORIGIN)).bytes, 1);
		expect(linesOf(sample)).toEqual(expect.arrayContaining(['王小明', '沈国栋']));
	});

	it('is the approver’s alone', async () => {
		await save(world.ctx(systemActor('test'), later()));
		const { savedAt, shown } = await getTemplates(world.ctx(systemActor('test')), ORIGIN);
		for (const role of roleNames.filter((name) => name !== 'hrApprover')) {
			const other = world.ctx(await givenPerson(world, { roles: [role] }));
			for (const attempt of [
				() => save(other),
				() => publishTemplate(other, { savedAt: savedAt!, reason }),
				() => getTemplates(other, ORIGIN),
				() => renderTemplatePdf(other, String(shown), ORIGIN),
				() => readTemplatePicture(other, { version: String(shown), which: 'seal' })
			])
				expect(await refusalOf(attempt()), role).toBe('access.forbidden');
		}
	});

	it('refuses what cannot be printed, and says where', async () => {
		const now = await approver();
		const refused = async (change: object) => {
			try {
				await save(now(), change);
			} catch (error) {
				if (error instanceof Refusal) return [error.code, error.fields, error.params];
				throw error;
			}
			return null;
		};
		expect(await refused({ title: { 'zh-CN': '证书😀', en: 'Certificate' } })).toEqual([
			'certificates.template.unprintable',
			{},
			{ characters: '😀' }
		]);
		const large = { name: 'a.png', bytes: new Uint8Array(500_001) };
		const codeOf = async (sealFile: object) => (await refused({ sealFile }))?.slice(0, 2);
		const at = (code: string, field = 'sealFile') => [code, { [field]: code }];
		expect(await codeOf(large)).toEqual(at('certificates.template.picture_large'));
		expect(await codeOf(seal(1601))).toEqual(at('certificates.template.picture_large'));
		const text = { name: 'a.png', bytes: new TextEncoder().encode('not a picture') };
		expect(await codeOf(text)).toEqual(at('files.file.not_photo'));
		const cut = { name: 'a.png', bytes: seal().bytes.subarray(0, 20) };
		expect((await codeOf(cut))?.[0]).toMatch(/^files\.file\./);
		const nobody = await refused({
			second: { name: '', office: { 'zh-CN': '', en: '' } },
			secondFile: seal()
		});
		expect(nobody?.slice(0, 2)).toEqual(at('app.field.required', 'second.name'));

		const errors = (change: object) => {
			const parsed = saveTemplateSchema.safeParse({ ...design, ...change });
			return parsed.success ? {} : fieldErrors(parsed.error);
		};
		expect(errors({ accent: '#ffd54f' })).toEqual({ accent: 'certificates.template.pale' });
		expect(errors({ accent: 'teal' })).toEqual({ accent: 'certificates.template.color' });
		expect(errors({ note: { 'zh-CN': '{name}', en: 'x' } })).toEqual({
			'note.zh-CN': 'certificates.template.placeholder'
		});
		expect(errors({ note: { 'zh-CN': '由{issuer', en: 'x' } })).toEqual({
			'note.zh-CN': 'certificates.template.placeholder'
		});
		expect(errors({ title: { 'zh-CN': '证'.repeat(13), en: '' } })).toEqual({
			'title.zh-CN': 'app.field.too_long',
			'title.en': 'app.field.required'
		});
		expect(errors({ first: { name: '沈国栋', office: { 'zh-CN': '', en: '' } } })).toEqual({
			'first.office.zh-CN': 'app.field.required',
			'first.office.en': 'app.field.required'
		});
		expect(contrastToWhite('#767676')).toBeCloseTo(4.54, 2);
	});

	it('is put to use once, as it was looked at, and never changed', async () => {
		const now = await approver();
		await save(now(), { title: { 'zh-CN': '任职资格证书', en: 'Certificate' } });
		const seen = (await getTemplates(now(), ORIGIN)).savedAt!;
		await save(now(), { accent: '#123456' });
		expect(await refusalOf(publishTemplate(now(), { savedAt: seen, reason }))).toBe(
			'certificates.template.moved'
		);
		const { savedAt } = await getTemplates(now(), ORIGIN);
		const both = await Promise.allSettled(
			[now(), now()].map((ctx) => publishTemplate(ctx, { savedAt: savedAt!, reason }))
		);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const lost = both.find((one) => one.status === 'rejected');
		expect(lost?.reason).toMatchObject({ code: 'certificates.template.moved' });
		await save(now(), { accent: '#123456' });
		const ctx = now();
		const again = (await getTemplates(ctx, ORIGIN)).savedAt!;
		expect(await refusalOf(publishTemplate(ctx, { savedAt: again, reason }))).toBe(
			'certificates.template.same'
		);

		const current = (await getTemplates(now(), ORIGIN)).current!;
		const row = eq(certificateTemplates.version, current);
		await expect(world.db.update(certificateTemplates).set({ reason: 'x' }).where(row)).rejects.toThrow();
		await expect(world.db.delete(certificateTemplates).where(row)).rejects.toThrow();
		const told = await world.db
			.select()
			.from(auditLog)
			.where(and(eq(auditLog.subjectType, 'certificateTemplate'), eq(auditLog.subjectId, String(current))));
		expect(told.map(({ action }) => action)).toEqual(
			expect.arrayContaining(['certificates.template.save', 'certificates.template.publish'])
		);
		const put = told.find(({ action }) => action === 'certificates.template.publish');
		expect(put?.after).toMatchObject({ version: current, reason, design: { accent: '#123456' } });
	});
});
