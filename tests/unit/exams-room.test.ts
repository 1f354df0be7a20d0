import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AnswerSaver } from '$lib/features/exams/components/room/answer-saver';
import { keptOf, type Journal, type KeptAnswer } from '$lib/features/exams/components/room/journal';
import type { SendOutcome } from '$lib/features/exams/components/room/send-answers';
import { intentOf } from '$lib/features/exams/components/room/keyboard';
import { hasOpenPart } from '$lib/features/exams/components/room/open-part';
import { clockText, ServerClock } from '$lib/features/exams/components/room/server-clock';
import type { AnswerState, NoticedEvent, SavedReply } from '$lib/features/exams/types';

const answer = (position: number, seq: number, given: AnswerState['given'] = 'a'): AnswerState => ({
	position,
	seq,
	given,
	flagged: false
});

/** A journal in memory. */
class Memory implements Journal {
	held: KeptAnswer[] = [];
	read = async () => this.held;
	write = (pending: readonly KeptAnswer[]) => void (this.held = [...pending]);
	/** What is kept, without when it was made. */
	get answers() {
		return this.held.map(({ madeAt: _madeAt, ...answer }) => answer);
	}
}

/** A saver against a server that the test plays. */
function given(serve: (answers: AnswerState[]) => SendOutcome | Promise<SendOutcome>) {
	const sent: AnswerState[][] = [];
	const replies: SavedReply[] = [];
	const ages: number[] = [];
	const events: NoticedEvent[][] = [];
	const journal = new Memory();
	const closed = vi.fn();
	const saver = new AnswerSaver({
		send: async (sending) => {
			const { answers } = sending;
			sent.push([...answers]);
			ages.push(sending.age);
			events.push([...sending.events]);
			return serve([...answers]);
		},
		journal,
		now: () => Date.now(),
		changed: () => {},
		replied: (reply) => void replies.push(reply),
		closed
	});
	return { saver, sent, ages, events, replies, journal, closed };
}
const saved = (answers: AnswerState[], change: Partial<SavedReply> = {}): SendOutcome => ({
	kind: 'saved',
	reply: {
		savedAt: '2026-03-06T02:00:00.000Z',
		msLeft: 600_000,
		paused: false,
		late: false,
		acknowledged: answers.map(({ position, seq }) => [position, seq]),
		kept: [],
		...change
	}
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('saving answers from the room', () => {
	it('sends within a second, several together, the newest version of each', async () => {
		const { saver, sent, journal } = given((answers) => saved(answers));
		saver.put(answer(1, 1));
		saver.put(answer(1, 2, 'b'));
		saver.put(answer(2, 1));
		expect(journal.answers).toEqual([answer(1, 2, 'b'), answer(2, 1)]);
		await pass(999);
		expect(sent).toEqual([[answer(1, 2, 'b'), answer(2, 1)]]);
		expect(saver.pending).toBe(0);
		expect(journal.answers).toEqual([]);
	});

	it('waits for somebody who writes, but not for ever', async () => {
		const { saver, sent } = given((answers) => saved(answers));
		let seq = 0;
		for (let ms = 0; ms < 4_800; ms += 400) {
			saver.put(answer(1, ++seq, 'word'), 1_500);
			await pass(400);
		}
		expect(sent).toHaveLength(0);
		saver.put(answer(1, ++seq, 'word'), 1_500);
		await pass(200);
		expect(sent).toHaveLength(1);
		saver.put(answer(1, ++seq, 'words'), 1_500);
		await pass(1_499);
		expect(sent).toHaveLength(1);
		await pass(1);
		expect(sent[1]).toEqual([answer(1, seq, 'words')]);
	});

	it('keeps what was not acknowledged, and tries again until it is', async () => {
		let up = false;
		const { saver, sent, journal } = given((answers) => (up ? saved(answers) : { kind: 'unreachable' }));
		saver.put(answer(1, 1));
		await pass(500);
		expect(saver.status).toBe('offline');
		saver.put(answer(2, 1));
		await pass(20_000);
		expect(saver.pending).toBe(2);
		expect(journal.answers).toHaveLength(2);
		// 0.4 s, then after 1, 2, 4 and 8 s more.
		expect(sent).toHaveLength(5);
		up = true;
		await pass(8_000);
		expect(saver).toMatchObject({ pending: 0, status: 'idle' });
		expect(journal.answers).toEqual([]);
	});

	it('does not take an acknowledgement of an older version for the newest', async () => {
		let reply: (outcome: SendOutcome) => void = () => {};
		const { saver, sent } = given(() => new Promise((resolve) => (reply = resolve)));
		saver.put(answer(1, 1));
		await pass(500);
		saver.put(answer(1, 2, 'b'));
		reply(saved([answer(1, 1)]));
		await pass(0);
		expect(saver.pending).toBe(1);
		await pass(500);
		expect(sent[1]).toEqual([answer(1, 2, 'b')]);
	});

	it('has one request under way at a time', async () => {
		let open = 0;
		let most = 0;
		const { saver } = given(async (answers) => {
			most = Math.max(most, ++open);
			await new Promise((resolve) => setTimeout(resolve, 3_000));
			open--;
			return saved(answers);
		});
		for (let seq = 1; seq < 30; seq++) {
			saver.put(answer(1, seq));
			await pass(300);
		}
		await pass(10_000);
		expect(most).toBe(1);
		expect(saver.pending).toBe(0);
	});

	it('gives way to a newer answer from another machine', async () => {
		const { saver, replies } = given(() => saved([], { kept: [answer(1, 4, 'd')] }));
		saver.put(answer(1, 3));
		await pass(500);
		expect(saver.pending).toBe(0);
		expect(replies[0]?.kept).toHaveLength(1);
	});

	it('stops when the server takes no more, and keeps the unsent in the journal', async () => {
		const { saver, closed, sent, journal } = given(() => ({ kind: 'refused', code: 'exams.attempt.over' }));
		saver.put(answer(1, 1));
		await pass(60_000);
		expect(sent).toHaveLength(1);
		expect(closed).toHaveBeenCalledWith('exams.attempt.over');
		expect(journal.answers).toEqual([answer(1, 1)]);
		saver.put(answer(2, 1));
		await pass(60_000);
		expect(sent).toHaveLength(1);
	});

	it('asks for the time when nothing is given, and right after the end', async () => {
		const left = [40_000, 25_000, 10_000, 0];
		const { saver, sent, closed } = given((answers) => {
			const msLeft = left.shift();
			return msLeft === undefined
				? { kind: 'refused', code: 'exams.attempt.over' }
				: saved(answers, { msLeft });
		});
		saver.start([]);
		await pass(40_250);
		expect(sent).toHaveLength(4);
		expect(closed).not.toHaveBeenCalled();
		await pass(500);
		expect(closed).toHaveBeenCalledOnce();
	});

	it('sends what an earlier visit left, first of all', async () => {
		const { saver, sent } = given((answers) => saved(answers));
		saver.start([{ ...answer(3, 7), madeAt: Date.now() }]);
		await pass(1);
		expect(sent).toEqual([[answer(3, 7)]]);
	});
});

describe('what is sent beside answers', () => {
	it('is how old the youngest of them is, also after the network was away', async () => {
		let up = false;
		const { saver, ages } = given((answers) => (up ? saved(answers) : { kind: 'unreachable' }));
		saver.put(answer(1, 1));
		await pass(100);
		saver.put(answer(2, 1));
		await pass(400);
		expect(ages).toEqual([400]);
		up = true;
		await pass(1_000);
		expect(ages).toEqual([400, 1_400]);
	});

	it('says of nothing that it is older than a day: a clock that was put right would have the server refuse it', async () => {
		const { saver, ages } = given((answers) => saved(answers));
		saver.start([{ ...answer(1, 1), madeAt: Date.now() - 2 * 86_400_000 }]);
		await pass(0);
		expect(ages).toEqual([86_400_000]);
		saver.start([{ ...answer(2, 1), madeAt: Date.now() + 86_400_000 }]);
		await pass(0);
		expect(ages).toEqual([86_400_000, 0]);
		expect(saver.pending).toBe(0);
	});

	it('is what the device noticed, until a reply says that it arrived', async () => {
		let up = false;
		const { saver, events } = given((answers) => (up ? saved(answers) : { kind: 'unreachable' }));
		saver.notice('leave', 7_000);
		await pass(400);
		up = true;
		await pass(1_000);
		expect(events).toEqual([
			[{ kind: 'leave', ms: 7_000, age: 400 }],
			[{ kind: 'leave', ms: 7_000, age: 1_400 }]
		]);
		saver.put(answer(1, 1));
		await pass(400);
		expect(events[2]).toEqual([]);
	});

	it('rests while the clock stands, and goes on when it is told to', async () => {
		let paused = true;
		const { saver, sent } = given((answers) => (paused ? { kind: 'paused' } : saved(answers)));
		saver.put(answer(1, 1));
		await pass(5_000);
		expect(sent).toHaveLength(1);
		expect(saver).toMatchObject({ status: 'waiting', pending: 1 });
		paused = false;
		await saver.flush();
		expect(saver).toMatchObject({ status: 'idle', pending: 0 });
	});

	it('begins again after it was stopped', async () => {
		const { saver, sent } = given((answers) => saved(answers));
		saver.stop();
		saver.put(answer(1, 1));
		await pass(20_000);
		expect(sent).toEqual([]);
		saver.start([]);
		saver.put(answer(1, 1));
		await pass(400);
		expect(sent.at(-1)).toEqual([answer(1, 1)]);
	});
});

describe('the journal', () => {
	it('reads answers and leaves out what is none', () => {
		const kept = { ...answer(1, 2), madeAt: 5 };
		expect(keptOf([1, null, answer(1, 1), { ...kept, madeAt: 'x' }, kept])).toEqual([kept]);
		expect(keptOf(undefined)).toEqual([]);
	});
});

describe('the server’s clock', () => {
	it('counts down by the monotonic timer alone', () => {
		let now = 1_000;
		const clock = new ServerClock(60_000, () => now);
		now += 59_999;
		expect(clock.msLeft).toBe(1);
		now += 10;
		expect(clock.msLeft).toBe(0);
	});

	it('counts a reading from the sending, and keeps the latest end among jitter', () => {
		let now = 0;
		const clock = new ServerClock(60_000, () => now);
		now = 500;
		clock.sync(59_800, 0);
		expect(clock.msLeft).toBe(59_300);
		clock.sync(59_400, 200);
		expect(clock.msLeft).toBe(59_300);
		clock.sync(59_450, 450);
		expect(clock.msLeft).toBe(59_400);
	});

	it('believes the server after the device slept', () => {
		let now = 0;
		const clock = new ServerClock(600_000, () => now);
		clock.sync(600_000, 0);
		now = 1_000;
		clock.sync(300_000, 900);
		expect(clock.msLeft).toBe(299_900);
	});

	it('stands while it is told to, and takes time that is given', () => {
		let now = 0;
		const clock = new ServerClock(600_000, () => now);
		clock.set(500_000, true);
		now = 100_000;
		expect(clock.msLeft).toBe(500_000);
		clock.set(560_000, false);
		now = 101_000;
		expect(clock.msLeft).toBe(559_000);
	});

	it('is written as people read it', () => {
		expect([4_366_000, 60_000, 59_001, 1, 0].map(clockText)).toEqual([
			'01:12:46',
			'01:00',
			'01:00',
			'00:01',
			'00:00'
		]);
	});
});

describe('keys', () => {
	const press = (key: string, more = {}) =>
		intentOf({ key, ctrlKey: false, altKey: false, metaKey: false, ...more });
	it('choose, move and flag', () => {
		expect(press('1')).toEqual({ kind: 'choose', option: 0 });
		expect(press('e')).toEqual({ kind: 'choose', option: 4 });
		expect(press('N')).toEqual({ kind: 'move', by: 1 });
		expect(press('ArrowLeft')).toEqual({ kind: 'move', by: -1 });
		expect(press('f')).toEqual({ kind: 'flag' });
		expect(press('Tab')).toBeNull();
		expect(press('a', { ctrlKey: true })).toBeNull();
	});
});

describe('an answer in part', () => {
	const words = { 'zh-CN': '题', en: 'Question' };
	const choice = (id: string) => ({ id, text: words });

	it('has a gap, a left side or a unit open', () => {
		const gaps = { type: 'fillIn' as const, stem: words, gaps: ['a', 'b'] };
		expect(hasOpenPart(gaps, { a: '季度' })).toBe(true);
		expect(hasOpenPart(gaps, { a: '季度', b: ' ' })).toBe(true);
		expect(hasOpenPart(gaps, { a: '季度', b: '活期' })).toBe(false);
		const pairs = {
			...{ type: 'matching' as const, stem: words },
			...{ lefts: [choice('a'), choice('b')], rights: [choice('r1'), choice('r2')] }
		};
		expect(hasOpenPart(pairs, { a: 'r1' })).toBe(true);
		expect(hasOpenPart(pairs, { a: 'r1', b: 'r2' })).toBe(false);
		const number = { type: 'numeric' as const, stem: words, unit: true };
		expect(hasOpenPart(number, { number: '72' })).toBe(true);
		expect(hasOpenPart(number, { number: '72', unit: '天' })).toBe(false);
		expect(hasOpenPart({ ...number, unit: false }, { number: '72' })).toBe(false);
	});

	it('is no answer that is missing or cannot have parts', () => {
		const single = { type: 'single' as const, stem: words, options: [choice('a'), choice('b')] };
		expect(hasOpenPart(single, 'a')).toBe(false);
		expect(hasOpenPart({ ...single, type: 'multiple' }, ['a'])).toBe(false);
		expect(hasOpenPart({ type: 'fillIn', stem: words, gaps: ['a'] }, null)).toBe(false);
	});
});
