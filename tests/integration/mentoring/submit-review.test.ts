import { expect, it } from 'vitest';
import { listNotifications } from '$lib/features/notifications/index.server';
import { reviewDimensions, type ReviewKind, type ReviewSide } from '$lib/features/mentoring';
import {
	endPairing,
	getPairing,
	getReview,
	getStaffPairing,
	submitReview
} from '$lib/features/mentoring/index.server';
import { rowsOf } from '$lib/server/db/database';
import { sql } from 'drizzle-orm';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { givenPairing, on, race } from './story';

const SECRET = '前两次走访准备不足';
/** Three everywhere, two with words in the first dimension. */
const review = (side: ReviewSide, change: { low?: number; words?: Record<string, string> } = {}) => {
	const [first, ...rest] = reviewDimensions[side];
	return {
		levels: { [first]: change.low ?? 2, ...Object.fromEntries(rest.map((one) => [one, 3])) },
		words: change.words ?? { [first]: SECRET, whole: '稳步提高' }
	};
};
const MIDDLE = on('2026-04-10');
const inbox = async (world: World, person: GivenPerson) =>
	(await listNotifications(world.ctx(person, MIDDLE))).rows
		.map(({ kind }) => kind)
		.filter((kind) => kind.startsWith('mentoring.review'));

onEveryDatabase('submit review', (world) => {
	const given = async () => {
		const pairing = await givenPairing(world);
		const write = (who: GivenPerson, side: ReviewSide, kind: ReviewKind = 'midterm', at = MIDDLE) =>
			submitReview(world.ctx(who, at), { pairingId: pairing.id, kind, ...review(side) });
		return { ...pairing, write };
	};

	it('is read by nobody but its writer before both are in, and then by both and HR', async () => {
		const { hr, mentor, trainee, id, write } = await given();
		const auditor = await givenPerson(world, { roles: ['auditor'] });
		const read = (who: GivenPerson) => getReview(world.ctx(who, MIDDLE), id, 'midterm');
		expect(await read(mentor)).toMatchObject({ mayWrite: true, side: 'mentor', dueOn: '2026-04-03' });

		await write(mentor, 'mentor');
		expect((await read(mentor)).reviews).toMatchObject({
			mentor: { words: { whole: '稳步提高' } },
			trainee: null
		});
		for (const other of [trainee, hr, auditor]) {
			const page = await read(other);
			expect(page.written).toEqual({ mentor: true, trainee: false });
			expect(page.reviews).toEqual({ mentor: null, trainee: null });
		}
		// No page of the pairing carries it either.
		const pages = [
			await getPairing(world.ctx(trainee, MIDDLE), id),
			await getStaffPairing(world.ctx(hr, MIDDLE), id),
			await read(trainee)
		];
		expect(JSON.stringify(pages)).not.toContain(SECRET);
		expect(await inbox(world, trainee)).toEqual(['mentoring.review.midterm.other']);

		await write(trainee, 'trainee');
		for (const reader of [mentor, trainee, hr, auditor]) {
			const { reviews, mayWrite } = await read(reader);
			expect(Object.keys(reviews.mentor!.levels)).toHaveLength(10);
			expect(reviews.trainee).toMatchObject({ words: { whole: '稳步提高' } });
			expect(mayWrite).toBe(false);
		}
		expect(await inbox(world, mentor)).toEqual(['mentoring.review.midterm.both']);
		// The audit log and the inbox say that it was written, not what.
		for (const table of ['audit_log', 'notifications']) {
			const [row] = await rowsOf<{ found: number }>(
				world.db,
				sql`select count(*)::int as found from ${sql.identifier(table)} x where x::text like ${`%${SECRET}%`}`
			);
			expect(row?.found).toBe(0);
		}
	});

	it('is asked of its two people only; who may not read the pairing does not find it', async () => {
		const { hr, id, write } = await given();
		const stranger = await givenPerson(world);
		const otherMentor = await givenPerson(world, { roles: ['trainee', 'mentor'] });
		await expect(write(hr, 'mentor')).rejects.toMatchObject({ code: 'access.forbidden' });
		for (const nobody of [stranger, otherMentor]) {
			await expect(write(nobody, 'mentor')).rejects.toMatchObject({ kind: 'not_found' });
			await expect(getReview(world.ctx(nobody, MIDDLE), id, 'midterm')).rejects.toMatchObject({
				code: 'access.forbidden'
			});
		}
		await expect(getReview(world.ctx(hr, MIDDLE), id, 'other')).rejects.toMatchObject({ kind: 'not_found' });
		await expect(getReview(world.ctx(hr, MIDDLE), 'nonsense', 'final')).rejects.toMatchObject({
			kind: 'not_found'
		});
	});

	it('says which parts are missing: each level, words where it is low, no customer’s number', async () => {
		const { mentor, id } = await given();
		const send = (content: object) =>
			submitReview(world.ctx(mentor, MIDDLE), {
				pairingId: id,
				kind: 'midterm',
				levels: {},
				words: {},
				...content
			});
		await expect(send({})).rejects.toMatchObject({ kind: 'invalid', code: 'reviews.incomplete' });
		const noWords = await send(review('mentor', { words: {} })).catch((error: unknown) => error);
		expect(noWords).toMatchObject({ fields: { 'words.responsibility': 'reviews.words.required' } });
		const number = await send(review('mentor', { low: 3, words: { whole: '客户电话13800138000' } })).catch(
			(error: unknown) => error
		);
		expect(number).toMatchObject({ fields: { 'words.whole': 'mentoring.note.phone' } });
		await send(review('mentor', { low: 3, words: {} }));
	});

	it('is written in its time, once', async () => {
		const { hr, mentor, trainee, id, write } = await given();
		await expect(write(mentor, 'mentor', 'midterm', on('2026-04-02'))).rejects.toMatchObject({
			code: 'reviews.later'
		});
		await expect(write(mentor, 'mentor', 'final')).rejects.toMatchObject({ code: 'reviews.later' });
		await write(mentor, 'mentor');
		await expect(write(mentor, 'mentor')).rejects.toMatchObject({ code: 'reviews.written' });
		await endPairing(world.ctx(hr, on('2026-05-01')), { pairingId: id, reason: 'completed' });
		await write(mentor, 'mentor', 'final', on('2026-05-02'));
		await write(trainee, 'trainee', 'final', on('2026-06-30'));
		await expect(write(trainee, 'trainee', 'midterm', on('2026-07-01'))).rejects.toMatchObject({
			code: 'reviews.closed'
		});
		// One side's alone stays unread for good, also by HR.
		const page = await getReview(world.ctx(hr, on('2026-09-01')), id, 'midterm');
		expect(page).toMatchObject({ state: 'closed', reviews: { mentor: null, trainee: null } });
	});

	it('of both sides at once are both in, and each is told once', async () => {
		const { mentor, trainee, id, write } = await given();
		expect(await race([write(mentor, 'mentor'), write(trainee, 'trainee')])).toEqual({
			done: 2,
			refused: []
		});
		expect((await getReview(world.ctx(mentor, MIDDLE), id, 'midterm')).reviews.trainee).not.toBeNull();
		const heard = [...(await inbox(world, mentor)), ...(await inbox(world, trainee))];
		expect(heard.filter((kind) => kind.endsWith('.both'))).toHaveLength(2);
		expect(heard.filter((kind) => kind.endsWith('.other'))).toHaveLength(1);
		const again = [write(mentor, 'mentor', 'midterm'), write(mentor, 'mentor', 'midterm')];
		expect(await race(again)).toEqual({ done: 0, refused: ['reviews.written', 'reviews.written'] });
	});
});
