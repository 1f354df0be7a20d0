import { randomUUID } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import { expect, it } from 'vitest';
import { getFile, readWholeFile } from '$lib/features/files/index.server';
import { entryPicture, getShadowingEntry, logShadowing } from '$lib/features/mentoring/index.server';
import { POST } from '../../../src/routes/(app)/mentoring/[pairing]/log/entries/+server';
import { onEveryDatabase } from '../../support/database';
import { PLACE, placedJpeg, placedPng, placedWebp, plainJpeg } from '../../support/photos';
import { givenPerson, type GivenPerson } from '../../support/world';
import { givenPairing, on, session } from './story';

onEveryDatabase('pictures of a session', (world) => {
	const log = (mentor: GivenPerson, id: string, ...all: Uint8Array[]) =>
		logShadowing(
			world.ctx(mentor, on('2026-01-10')),
			session(id, { pictures: all.map((bytes, i) => ({ name: `${i}.jpg`, bytes })) })
		);

	it('are kept without place, time and device, whatever the sender did', async () => {
		const { mentor, trainee, id } = await givenPairing(world);
		const entry = await log(mentor, id, placedJpeg(), placedPng(), placedWebp());
		const { pictures } = await getShadowingEntry(world.ctx(trainee, on('2026-01-11')), entry.id);
		expect(pictures).toHaveLength(3);
		for (const picture of pictures) {
			const bytes = await readWholeFile(world.db, await getFile(world.db, picture.id));
			expect(Buffer.from(bytes).includes(PLACE)).toBe(false);
		}
	});

	it('are shown to whoever may read the entry, and to nobody else', async () => {
		const { mentor, trainee, hr, id } = await givenPairing(world);
		const entry = await log(mentor, id, plainJpeg());
		const other = await logShadowing(
			world.ctx(mentor, on('2026-01-10')),
			session(id, { occurredOn: '2026-01-09' })
		);
		const [picture] = (await getShadowingEntry(world.ctx(mentor, on('2026-01-11')), entry.id)).pictures;
		const ask = (person: GivenPerson, entryId = entry.id) =>
			entryPicture(world.ctx(person, on('2026-01-11')), entryId, picture!.id);
		for (const person of [mentor, trainee, hr]) expect(await ask(person)).toBe(picture!.id);
		const stranger = await givenPerson(world, { roles: ['trainee', 'mentor'] });
		await expect(ask(stranger)).rejects.toMatchObject({ code: 'access.forbidden' });
		await expect(ask(mentor, other.id)).rejects.toMatchObject({ kind: 'not_found' });
		await expect(ask(mentor, 'nonsense')).rejects.toMatchObject({ kind: 'not_found' });
	});

	it('are refused when they are none, too large or too many, and nothing is written', async () => {
		const { mentor, id } = await givenPairing(world);
		const refused = (code: string, ...all: Uint8Array[]) =>
			expect(log(mentor, id, ...all)).rejects.toMatchObject({ code, fields: { pictures: code } });
		await refused('files.file.not_photo', Buffer.from('%PDF-1.7 not a picture'));
		await refused('files.file.too_large', Buffer.concat([plainJpeg(), Buffer.alloc(10 * 1024 * 1024)]));
		await refused('mentoring.pictures.many', plainJpeg(), placedPng(), placedWebp(), plainJpeg());
		const entry = await log(mentor, id, plainJpeg(), plainJpeg());
		const { pictures } = await getShadowingEntry(world.ctx(mentor, on('2026-01-11')), entry.id);
		expect(pictures).toHaveLength(1);
	});
});

onEveryDatabase('a session sent by a device', (world) => {
	/** Sends what a device kept, as somebody who is signed in; null: nobody is. */
	async function send(
		person: GivenPerson | null,
		pairingId: string,
		change: Record<string, string | File> = {}
	) {
		const form = new FormData();
		const fields = {
			...{ occurredOn: '2026-01-10', startedAt: '08:00', preset: '90', minutes: '' },
			...{ 'steps[]': '2', meeting: 'visit', 'rubric.skill': '3', 'rubric.work': '', note: '走访' },
			...{ deviceId: randomUUID(), deviceTime: on('2026-01-10').toISOString() },
			...(person && { personId: person.id }),
			...change
		};
		for (const [name, value] of Object.entries(fields)) form.append(name, value);
		const packed = new Response(form);
		const bytes = await packed.arrayBuffer();
		const request = new Request('http://localhost/', {
			method: 'POST',
			body: bytes,
			headers: {
				'content-type': packed.headers.get('content-type') ?? '',
				'content-length': String(bytes.byteLength)
			}
		});
		const ctx = person ? world.ctx(person, on('2026-01-10')) : world.ctx(undefined, on('2026-01-10'));
		const user = person && { id: person.id };
		const event = { params: { pairing: pairingId }, request, locals: { ctx, user, fault: null } };
		const answer = await POST(event as unknown as RequestEvent as never);
		return {
			status: answer.status,
			body: (await answer.json()) as { id?: string; error?: { code: string } }
		};
	}

	it('is written once, however often and by however many devices it comes', async () => {
		const { mentor, id } = await givenPairing(world);
		const change = {
			deviceId: randomUUID(),
			pictures: new File([placedJpeg() as BlobPart], 'a.jpg', { type: 'image/jpeg' })
		};
		const answers = await Promise.all([send(mentor, id, change), send(mentor, id, change)]);
		answers.push(await send(mentor, id, change));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
		const entry = await getShadowingEntry(world.ctx(mentor, on('2026-01-11')), answers[0]!.body.id!);
		expect(entry).toMatchObject({ entry: { minutes: 90, meeting: 'visit' }, versions: [{}] });
		expect(entry.pictures).toHaveLength(1);
	});

	it('waits for its person: nobody, or somebody else, is signed in by now', async () => {
		const { mentor, trainee, id } = await givenPairing(world);
		expect(await send(null, id)).toMatchObject({
			status: 401,
			body: { error: { code: 'access.signed_out' } }
		});
		expect(await send(trainee, id, { personId: mentor.id })).toMatchObject({
			status: 409,
			body: { error: { code: 'offline.other_person' } }
		});
	});

	it('is refused with the field to mend', async () => {
		const { mentor, id } = await givenPairing(world);
		expect(await send(mentor, id, { note: '请联系 13800138000' })).toMatchObject({
			status: 400,
			body: { error: { code: 'app.form', fields: { note: 'mentoring.note.phone' } } }
		});
		expect(await send(mentor, id, { pictures: new File(['no picture'], 'a.jpg') })).toMatchObject({
			status: 400,
			body: { error: { fields: { pictures: 'files.file.not_photo' } } }
		});
		expect(await send(mentor, id, { occurredOn: '2026-01-11' })).toMatchObject({
			status: 400,
			body: { error: { fields: { occurredOn: 'mentoring.date.future' } } }
		});
	});
});
