import { describe, expect, it } from 'vitest';
import { remindersOf, type Reminder, type WatchedPairing } from '$lib/features/mentoring/reminders';
import { addDays } from '$lib/shared/dates';

const rules = { remindDays: 3, quietDays: 21 };
const pairing = (change: Partial<WatchedPairing> = {}): WatchedPairing => ({
	id: 'p',
	startsOn: '2026-01-05',
	endsOn: '2026-06-30',
	endedOn: null,
	endReason: null,
	agreed: true,
	away: false,
	lastOn: '2026-02-02',
	plannedOn: null,
	midtermAfterShare: 0.5,
	unanswered: [],
	written: [],
	...change
});
const entry = (change: Partial<WatchedPairing['unanswered'][number]> = {}) => ({
	id: 'e1',
	occurredOn: '2026-02-01',
	submittedOn: '2026-02-02',
	by: 'mentor' as const,
	answerDays: 14,
	...change
});
const causes = (reminders: Reminder[]) => new Set(reminders.map(({ to, cause }) => `${cause}:${to}`));

describe('reminders of unanswered entries', () => {
	const waiting = pairing({ unanswered: [entry()] });
	it('go to both sides, every so many days until the answer is due', () => {
		expect(remindersOf(waiting, rules, '2026-02-04')).toEqual([]);
		expect(remindersOf(waiting, rules, '2026-02-05')).toMatchObject([
			{ kind: 'answer', to: 'trainee', count: 1, occurredOn: '2026-02-01', until: '2026-02-16' },
			{ kind: 'unsigned', to: 'mentor', count: 1, entryId: 'e1' }
		]);
		// 14 days of answering hold four reminders at three days each, however often the job runs.
		const all = new Set<string>();
		for (let day = 0; day < 40; day++)
			for (const cause of causes(remindersOf(waiting, rules, addDays('2026-02-02', day)))) all.add(cause);
		expect([...all].filter((cause) => cause.includes('unsigned'))).toHaveLength(2 * 4);
	});
	it('say how many wait, and tell whoever has to answer what the other wrote', () => {
		const both = pairing({
			unanswered: [
				entry({ id: 'e2', submittedOn: '2026-02-04', occurredOn: '2026-02-03' }),
				entry(),
				entry({ id: 'e3', by: 'trainee' })
			]
		});
		expect(remindersOf(both, rules, '2026-02-06')).toMatchObject([
			{ kind: 'answer', to: 'trainee', count: 2, entryId: 'e1' },
			{ kind: 'unsigned', to: 'mentor', count: 2 },
			{ kind: 'answer', to: 'mentor', count: 1, entryId: 'e3' },
			{ kind: 'unsigned', to: 'trainee', count: 1 }
		]);
	});
	it('come after the pairing’s end too, because the entry can still be answered', () => {
		const over = pairing({ ...waiting, endedOn: '2026-02-03', endReason: 'left' });
		expect(remindersOf(over, rules, '2026-02-05')).toHaveLength(2);
	});
	it('keep to the rules of the day on which the entry was submitted', () => {
		const short = pairing({ unanswered: [entry({ answerDays: 4 })] });
		expect(remindersOf(short, rules, '2026-02-06')).toHaveLength(2);
		expect(remindersOf(short, rules, '2026-02-08')).toEqual([]);
	});
});

describe('reminders of quiet', () => {
	it('go to both once for each time that it is quiet so long', () => {
		expect(remindersOf(pairing(), rules, '2026-02-22')).toEqual([]);
		expect(remindersOf(pairing(), rules, '2026-02-23')).toMatchObject([
			{ kind: 'quiet', to: 'mentor', days: 21 },
			{ kind: 'quiet', to: 'trainee', days: 21 }
		]);
		expect(causes(remindersOf(pairing(), rules, '2026-02-24'))).toEqual(
			causes(remindersOf(pairing(), rules, '2026-03-15'))
		);
		expect(causes(remindersOf(pairing(), rules, '2026-02-24'))).not.toEqual(
			causes(remindersOf(pairing(), rules, '2026-03-16'))
		);
	});
	it('count from the first day where there was no session', () => {
		const fresh = pairing({ lastOn: null });
		expect(remindersOf(fresh, rules, '2026-01-25')).toEqual([]);
		expect(remindersOf(fresh, rules, '2026-01-26')).toHaveLength(2);
	});
	it.each([
		['not agreed', { agreed: false }],
		['somebody is on leave', { away: true }],
		['a session is planned', { plannedOn: '2026-03-02' }],
		['it has ended', { endedOn: '2026-02-10' }],
		['it has not begun', { startsOn: '2026-03-01', lastOn: null }],
		['its last day is over', { endsOn: '2026-02-20', endReason: 'left' }]
	])('stay away: %s', (_why, change) => {
		expect(remindersOf(pairing(change), rules, '2026-02-27').filter(({ kind }) => kind === 'quiet')).toEqual(
			[]
		);
	});
});

describe('reminders of reviews', () => {
	const busy = (today: string, change: Partial<WatchedPairing> = {}) =>
		remindersOf(pairing({ lastOn: today, ...change }), rules, today);
	it('come when one is due, and every two weeks to whoever has not written', () => {
		expect(busy('2026-04-02')).toEqual([]);
		expect(busy('2026-04-03')).toMatchObject([
			{ kind: 'review', to: 'mentor', review: 'midterm', dueOn: '2026-04-03' },
			{ kind: 'review', to: 'trainee', review: 'midterm' }
		]);
		expect(causes(busy('2026-04-03'))).toEqual(causes(busy('2026-04-16')));
		expect(causes(busy('2026-04-03'))).not.toEqual(causes(busy('2026-04-17')));
		expect(busy('2026-04-17', { written: [{ kind: 'midterm', side: 'mentor' }] })).toMatchObject([
			{ to: 'trainee', review: 'midterm' }
		]);
	});
	it('end with the time for writing, and are none where somebody left', () => {
		const over = { endedOn: '2026-05-01', endReason: 'completed' };
		expect(busy('2026-06-30', over)).toHaveLength(4);
		expect(busy('2026-07-01', over)).toEqual([]);
		expect(busy('2026-05-02', { ...over, endReason: 'left' })).toEqual([]);
	});
});
