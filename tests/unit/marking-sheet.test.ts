import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DraftKeeper, type Kept } from '$lib/features/marking/draft-keeper.svelte';
import { EyeTime } from '$lib/features/marking/eye-time';
import { intentOf, type Row } from '$lib/features/marking/keys';

const press = (key: string, more = {}) => ({ key, ctrlKey: false, altKey: false, metaKey: false, ...more });
const row = (chosen: number | null, isHere = false): Row => ({ levels: 3, chosen, isHere });

describe('keys on a sheet of marks', () => {
	it('choose a level of the row that the keyboard is in, and go on', () => {
		expect(intentOf(press('2'), [row(null), row(null, true), row(null)])).toEqual({
			...{ kind: 'choose', row: 1, level: 1, next: 2 }
		});
		expect(intentOf(press('1'), [row(0), row(0), row(2, true)])).toEqual({
			...{ kind: 'choose', row: 2, level: 0, next: null }
		});
	});
	it('begin with the first row without a level, or change the last one', () => {
		expect(intentOf(press('3'), [row(0), row(null)])).toMatchObject({ row: 1, level: 2 });
		expect(intentOf(press('3'), [row(0), row(1)])).toMatchObject({ row: 1, level: 2 });
	});
	it('ask nothing by what is no level, and leave the browser its own', () => {
		for (const key of ['4', '0', 'a', ' ', 'ArrowDown', 'Tab'])
			expect(intentOf(press(key), [row(null, true)])).toBeNull();
		expect(intentOf(press('1'), [])).toBeNull();
		expect(intentOf(press('1', { ctrlKey: true }), [row(null)])).toBeNull();
	});
	it('save by Enter', () => {
		expect(intentOf(press('Enter'), [])).toEqual({ kind: 'save' });
		expect(intentOf(press('Enter', { metaKey: true }), [])).toBeNull();
	});
});

describe('time before the eyes', () => {
	it('counts while the page is seen, and tells each second once', () => {
		let now = 1000;
		const eyes = new EyeTime(() => now, true);
		now += 4600;
		expect(eyes.seconds).toBe(4);
		eyes.told(4);
		expect(eyes.seconds).toBe(0);
		eyes.turned(false);
		now += 60_000;
		eyes.turned(true);
		now += 500;
		// 600 ms of before and 500 ms of now.
		expect(eyes.seconds).toBe(1);
	});
});

describe('a draft that keeps itself', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	/** A server that answers when it is told to. */
	function givenServer() {
		const asked: { revision: number; answer: (kept: Kept) => void }[] = [];
		const keeper = new DraftKeeper(
			3,
			(revision) => new Promise((answer) => asked.push({ revision, answer }))
		);
		const accept = async () => {
			const { revision, answer } = asked.at(-1)!;
			answer({ ok: true, revision: revision + 1 });
			await vi.advanceTimersByTimeAsync(0);
		};
		return { asked, keeper, accept };
	}

	it('waits for a pause in typing, and sends one after the other', async () => {
		const { asked, keeper, accept } = givenServer();
		keeper.said(true);
		await vi.advanceTimersByTimeAsync(500);
		keeper.said(true);
		await vi.advanceTimersByTimeAsync(500);
		expect(asked).toEqual([]);
		await vi.advanceTimersByTimeAsync(300);
		expect(asked.map(({ revision }) => revision)).toEqual([3]);
		expect(keeper.state).toBe('keeping');
		keeper.said(false);
		await vi.advanceTimersByTimeAsync(0);
		expect(asked).toHaveLength(1);
		await accept();
		expect(asked.map(({ revision }) => revision)).toEqual([3, 4]);
		await accept();
		expect([keeper.state, keeper.revision]).toEqual(['kept', 5]);
	});

	it('is at rest before the form is sent, and sends nothing afterwards', async () => {
		const { asked, keeper, accept } = givenServer();
		keeper.said(false);
		await vi.advanceTimersByTimeAsync(0);
		keeper.said(true);
		const rest = keeper.rest();
		expect(keeper.isBusy).toBe(true);
		await accept();
		await rest;
		await vi.advanceTimersByTimeAsync(10_000);
		expect([keeper.isBusy, asked.length, keeper.revision]).toEqual([false, 1, 4]);
	});

	it('tries again where nobody could be reached', async () => {
		const { asked, keeper, accept } = givenServer();
		keeper.said(false);
		await vi.advanceTimersByTimeAsync(0);
		asked[0]!.answer({ ok: false, code: 'app.unreachable', params: {} });
		await vi.advanceTimersByTimeAsync(0);
		expect([keeper.state, keeper.why?.code]).toEqual(['failed', 'app.unreachable']);
		await vi.advanceTimersByTimeAsync(5000);
		expect(asked).toHaveLength(2);
		await accept();
		expect([keeper.state, keeper.why]).toEqual(['kept', null]);
	});

	it('writes over what another window saved only when told to', async () => {
		const { asked, keeper, accept } = givenServer();
		keeper.said(false);
		await vi.advanceTimersByTimeAsync(0);
		asked[0]!.answer({ ok: false, code: 'marking.task.stale', params: { revision: 9 } });
		await vi.advanceTimersByTimeAsync(10_000);
		expect([asked.length, keeper.why?.params]).toEqual([1, { revision: 9 }]);
		keeper.over(9);
		await vi.advanceTimersByTimeAsync(0);
		expect(asked.at(-1)!.revision).toBe(9);
		await accept();
		expect([keeper.state, keeper.revision, keeper.why]).toEqual(['kept', 10, null]);
	});
});
