import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { eq, sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { fileAnswer } from '$lib/features/files/index.server';
import { fileChunks, files } from '$lib/features/files/tables.server';
import {
	addDraftFile,
	discardModuleDraft,
	getModuleFile,
	removeDraftFile,
	saveDraftLesson
} from '$lib/features/training/index.server';
import type { Context } from '$lib/server/context';
import { onEveryDatabase } from '../../support/database';
import { mp4, png, streamOf, svg, vtt } from '../../support/files';
import { givenPerson } from '../../support/world';
import * as given from './draft';

const MB = 1024 * 1024;
const uploads = () => readdirSync(tmpdir()).filter((name) => name.startsWith('jinjie-upload-')).length;

describe('files of a module', () => {
	onEveryDatabase('module files', (world) => {
		let author: Context;
		let reviewer: Context;
		let trainee: Context;
		let draftId: string;
		const kept = async () => (await world.db.select({ n: sql<number>`count(*)::int` }).from(files))[0]?.n;
		const add = (name: string, bytes: Uint8Array) => addDraftFile(author, { draftId, file: { name, bytes } });
		beforeAll(async () => {
			author = world.ctx(await givenPerson(world, { roles: ['author'] }));
			reviewer = world.ctx(await givenPerson(world, { roles: ['trainingOfficer'] }));
			trainee = world.ctx(await givenPerson(world));
			draftId = await given.givenDraft(world, author, 'with-files');
		});

		it('keeps a file in pieces under a tidy name, and replaces the name in the draft alone', async () => {
			const first = await add('三张 报表.PNG', png(8, 6));
			expect(first).toMatchObject({ name: '三张-报表.png', file: { kind: 'picture', width: 8, height: 6 } });
			const second = await add('三张-报表.png', png(9, 6));
			expect((await given.contentOf(world, draftId)).files['三张-报表.png']?.id).toBe(second.file.id);
			expect(second.file.id).not.toBe(first.file.id);
			const { stream } = streamOf(mp4(64), 600 * 1024);
			const film = await addDraftFile(author, { draftId, file: { name: 'film.mp4', stream, length: null } });
			const rows = await world.db
				.select({ size: sql<number>`length(${fileChunks.bytes})` })
				.from(fileChunks)
				.where(eq(fileChunks.fileId, film.file.id))
				.orderBy(fileChunks.position);
			expect(rows.map(({ size }) => Number(size))).toEqual([262_144, 262_144, 90_112]);
			expect(uploads()).toBe(0);
		});

		it('refuses what is too large at once, and what is of the wrong kind, and leaves nothing behind', async () => {
			const before = await kept();
			const send = (start: Buffer, size: number, length: number | null = null) => {
				const { stream, taken } = streamOf(start, size);
				return { taken, done: addDraftFile(author, { draftId, file: { name: 'x.mp4', stream, length } }) };
			};
			const declared = send(mp4(64), 300 * MB, 300 * MB);
			await expect(declared.done).rejects.toMatchObject({
				...{ code: 'files.file.too_large', params: { limit: '200 MB' } }
			});
			expect(declared.taken()).toBeLessThanOrEqual(2 * MB);
			const counted = send(mp4(64), 300 * MB);
			await expect(counted.done).rejects.toMatchObject({ code: 'files.file.too_large' });
			expect(counted.taken()).toBeLessThanOrEqual(203 * MB);
			const picture = send(png(), 60 * MB);
			await expect(picture.done).rejects.toMatchObject({ code: 'files.file.too_large' });
			expect(picture.taken()).toBeLessThanOrEqual(23 * MB);
			const film = send(mp4(64, 'qt  '), 2 * MB);
			await expect(film.done).rejects.toMatchObject({
				code: 'files.file.video_type',
				params: { about: 'qt' }
			});
			await expect(add('a.svg', svg('<script>1</script>'))).rejects.toMatchObject({
				code: 'files.file.svg_script'
			});
			await expect(add('a.vtt', vtt('00:09.000 --> 00:01.000'))).rejects.toMatchObject({
				code: 'files.file.captions_time'
			});
			const broken = new ReadableStream<Uint8Array>({
				pull(controller) {
					controller.error(new Error('gone'));
				}
			});
			await expect(
				addDraftFile(author, { draftId, file: { name: 'x.mp4', stream: broken, length: null } })
			).rejects.toThrow('gone');
			expect(await kept()).toBe(before);
			expect(uploads()).toBe(0);
			await expect(
				addDraftFile(trainee, { draftId, file: { name: 'a.png', bytes: png() } })
			).rejects.toMatchObject({ kind: 'forbidden' });
		});

		it('is read by authors while it is a draft’s, and by everybody once a version shows it', async () => {
			const { file } = await add('shown.svg', svg());
			const { file: unused } = await add('unused.svg', svg('<g/>'));
			await expect(getModuleFile(trainee, file.id)).rejects.toMatchObject({ kind: 'not_found' });
			expect((await getModuleFile(reviewer, file.id)).mime).toBe('image/svg+xml');
			const body = { 'zh-CN': '![图](files/shown.svg)', en: '![Figure](files/shown.svg)' };
			await saveDraftLesson(author, await given.lessonForm(world, draftId, 'one', { body }));
			await given.publish(world, author, reviewer, draftId);
			expect((await getModuleFile(trainee, file.id)).id).toBe(file.id);
			await expect(getModuleFile(trainee, unused.id)).rejects.toMatchObject({ kind: 'not_found' });
			await expect(getModuleFile(trainee, 'no-id')).rejects.toMatchObject({ kind: 'not_found' });
			const nobody = world.ctx({ kind: 'anonymous' });
			await expect(getModuleFile(nobody, file.id)).rejects.toMatchObject({ kind: 'not_found' });
		});

		it('answers ranges, conditions and heads, in a sandbox', async () => {
			draftId = await given.givenDraft(world, author, 'ranges');
			const bytes = mp4(700 * 1024);
			for (let at = 32; at < bytes.length; at++) bytes[at] = at % 251;
			const { file } = await add('film.mp4', bytes);
			const stored = await getModuleFile(author, file.id);
			const ask = async (headers: Record<string, string>, method = 'GET') => {
				const answer = await fileAnswer(world.db, stored, new Request('http://x/', { method, headers }));
				return { answer, body: Buffer.from(await answer.arrayBuffer()) };
			};
			const whole = await ask({});
			expect(whole.answer.status).toBe(200);
			expect(whole.body.equals(bytes)).toBe(true);
			expect(whole.answer.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/);
			expect(whole.answer.headers.get('accept-ranges')).toBe('bytes');
			const part = await ask({ range: 'bytes=262100-262199' });
			expect(part.answer.status).toBe(206);
			expect(part.answer.headers.get('content-range')).toBe(`bytes 262100-262199/${bytes.length}`);
			expect(part.body.equals(bytes.subarray(262_100, 262_200))).toBe(true);
			const end = await ask({ range: 'bytes=-10' });
			expect(end.body.equals(bytes.subarray(-10))).toBe(true);
			expect((await ask({ range: `bytes=${bytes.length}-` })).answer.status).toBe(416);
			const etag = whole.answer.headers.get('etag')!;
			expect((await ask({ 'if-none-match': etag })).answer.status).toBe(304);
			expect((await ask({ range: 'bytes=0-1', 'if-range': '"other"' })).answer.status).toBe(200);
			expect((await ask({}, 'HEAD')).body).toHaveLength(0);
		});

		it('takes a name out of the draft, where texts then miss it', async () => {
			await removeDraftFile(author, { draftId, name: 'film.mp4' });
			await expect(removeDraftFile(author, { draftId, name: 'film.mp4' })).rejects.toMatchObject({
				kind: 'not_found'
			});
			await discardModuleDraft(author, { draftId });
			await expect(add('a.png', png())).rejects.toMatchObject({ code: 'training.draft.not_open' });
		});
	});
});
