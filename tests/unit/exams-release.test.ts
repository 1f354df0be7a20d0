import { describe, expect, it } from 'vitest';
import {
	decideRelease,
	decideReview,
	decideSchedule,
	type ReleaseFacts
} from '$lib/features/exams/release/rules';

const at = (time: string) => new Date(`2026-03-06T${time}:00Z`);
const sitting = {
	registrationOpensAt: at('01:00'),
	registrationClosesAt: at('02:00'),
	opensAt: at('03:00'),
	closesAt: at('06:00'),
	releasedAt: null,
	reviewedAt: null,
	reviewHash: null,
	releaseDueAt: null
};
const facts: ReleaseFacts = {
	sitting,
	attempts: 2,
	open: 0,
	unmarked: 0,
	unread: 0,
	hash: 'a',
	now: at('06:00')
};
const reviewed = { ...facts, sitting: { ...sitting, reviewedAt: at('06:00'), reviewHash: 'a' } };

describe('results', () => {
	it.each([
		[{ now: at('05:59') }, 'exams.release.early'],
		[{ unread: 1 }, 'staffSheets.release.unread'],
		[{ attempts: 0 }, 'exams.release.nobody'],
		[{ open: 1 }, 'exams.release.open'],
		[{ unmarked: 1 }, 'exams.release.unmarked'],
		[{ sitting: { ...reviewed.sitting, releasedAt: at('06:00') } }, 'exams.release.twice']
	])('are neither reviewed nor released with %o', (change, code) => {
		expect(decideReview({ ...facts, ...change }, 'a')).toMatchObject({ ok: false, code });
		expect(decideRelease({ ...reviewed, ...change })).toMatchObject({ ok: false, code });
	});

	it('are reviewed as they were seen, once', () => {
		expect(decideReview(facts, 'a').ok).toBe(true);
		expect(decideReview(facts, 'b')).toMatchObject({ code: 'exams.review.changed' });
		expect(decideReview(reviewed, 'a')).toMatchObject({ code: 'exams.review.twice' });
		expect(decideReview({ ...reviewed, hash: 'b' }, 'b').ok).toBe(true);
	});

	it('come out as they were reviewed', () => {
		expect(decideRelease(reviewed).ok).toBe(true);
		expect(decideRelease(facts)).toMatchObject({ code: 'exams.release.unreviewed' });
		expect(decideRelease({ ...reviewed, hash: 'b' })).toMatchObject({ code: 'exams.release.changed' });
	});

	it('may be put off, for a while, once', () => {
		expect(decideSchedule(reviewed, at('06:01')).ok).toBe(true);
		expect(decideSchedule(reviewed, at('06:00'))).toMatchObject({ code: 'exams.release.past' });
		expect(decideSchedule(reviewed, new Date('2026-05-06T06:00:00Z'))).toMatchObject({
			code: 'exams.release.far'
		});
		expect(decideSchedule(facts, at('07:00'))).toMatchObject({ code: 'exams.release.unreviewed' });
		const due = { ...reviewed, sitting: { ...reviewed.sitting, releaseDueAt: at('07:00') } };
		expect(decideSchedule(due, at('08:00'))).toMatchObject({ code: 'exams.release.scheduled' });
	});
});
