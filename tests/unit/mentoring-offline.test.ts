import { describe, expect, it } from 'vitest';
import {
	checkSession,
	dayIsDoubtful,
	keepAndSend,
	leaveDevice,
	sendEntry,
	sendWaiting,
	startBefore,
	takeDevice,
	type Device,
	type KeptEntry,
	type KeptForm,
	type Outcome,
	type Sent,
	type Store
} from '$lib/features/mentoring/offline';

const HOUR = 3_600_000;
const NOW = new Date('2026-02-10T08:00:00Z');

const form: KeptForm = {
	personId: 'a',
	pairingId: 'p',
	name: '林晓彤',
	side: 'mentor',
	dates: { startsOn: '2026-01-05', endsOn: '2026-06-30', endedOn: null },
	logDays: 30,
	latestDays: 90,
	steps: [1, 2, 3, 4, 5, 6, 7],
	uncovered: 0
};
const entry = (deviceId: string, change: Partial<KeptEntry> = {}): KeptEntry => ({
	deviceId,
	personId: 'a',
	pairingId: 'p',
	name: '林晓彤',
	fields: [['occurredOn', '2026-02-10']],
	pictures: [],
	keptAt: NOW.getTime(),
	skew: 0,
	state: 'waiting',
	...change
});

function memory(): Store & { entries: Map<string, KeptEntry> } {
	const entries = new Map<string, KeptEntry>();
	let forms: readonly KeptForm[] = [];
	let device: Device | null = null;
	return {
		entries,
		entriesOf: async (personId) =>
			[...entries.values()].filter((one) => one.personId === personId).sort((a, b) => a.keptAt - b.keptAt),
		getEntry: async (deviceId) => entries.get(deviceId),
		putEntry: async (one) => void entries.set(one.deviceId, one),
		removeEntry: async (deviceId) => void entries.delete(deviceId),
		countEntries: async () => entries.size,
		formsOf: async (personId) => forms.filter((one) => one.personId === personId),
		putForms: async (all) => void (forms = all),
		getDevice: async () => device ?? undefined,
		putDevice: async (one) => void (device = one)
	};
}
const answering = (outcome: Outcome) => async (): Promise<Sent> => ({ outcome, skew: 0 });
const accepted = answering({ kind: 'accepted', id: 'e' });
const unreachable = answering({ kind: 'unreachable' });
const noSkew = async () => 0;

describe('what a device keeps', () => {
	it('is there before it is sent, and gone once the server has it', async () => {
		const store = memory();
		let keptWhileSending = false;
		const { kept, outcome } = await keepAndSend(entry('1'), store, async () => {
			keptWhileSending = store.entries.has('1');
			return { outcome: { kind: 'accepted', id: 'e' }, skew: 0 };
		});
		expect([keptWhileSending, kept, outcome.kind, store.entries.size]).toEqual([true, true, 'accepted', 0]);
	});

	it('waits when nothing answers, and is sent once, the oldest first, when something does', async () => {
		const store = memory();
		await keepAndSend(entry('2', { keptAt: NOW.getTime() + 2 }), store, unreachable);
		await keepAndSend(entry('1', { keptAt: NOW.getTime() + 1 }), store, unreachable);
		expect([...store.entries.values()].map(({ state }) => state)).toEqual(['waiting', 'waiting']);
		expect(await sendWaiting('a', store, unreachable, noSkew)).toEqual([]);
		const sent: string[] = [];
		const send = async (one: KeptEntry): Promise<Sent> => {
			sent.push(one.deviceId);
			return { outcome: { kind: 'accepted', id: one.deviceId }, skew: 0 };
		};
		expect(await sendWaiting('a', store, send, noSkew)).toEqual(['1', '2']);
		expect(await sendWaiting('a', store, send, noSkew)).toEqual([]);
		expect([sent, store.entries.size]).toEqual([['1', '2'], 0]);
	});

	it('waits for its person when the session is over, and is not sent for another', async () => {
		const store = memory();
		await keepAndSend(entry('1'), store, answering({ kind: 'signedOut' }));
		expect(store.entries.get('1')?.state).toBe('signIn');
		expect(await sendWaiting('b', store, accepted, noSkew)).toEqual([]);
		expect(await sendWaiting('a', store, accepted, noSkew)).toEqual(['e']);
	});

	it('is kept with the reason when the server refuses it, and not sent again until it is mended', async () => {
		const store = memory();
		const refusal = { code: 'app.form', fields: { note: 'mentoring.note.phone' } } as const;
		await keepAndSend(entry('1'), store, answering({ kind: 'refused', refusal }));
		expect(store.entries.get('1')).toMatchObject({ state: 'refused', refusal });
		expect(await sendWaiting('a', store, accepted, noSkew)).toEqual([]);
		await keepAndSend(entry('1', { fields: [['occurredOn', '2026-02-09']] }), store, accepted);
		expect(store.entries.size).toBe(0);
	});

	it('goes out where nothing can be kept, and is said to be lost only when it did not', async () => {
		const store = { ...memory(), putEntry: () => Promise.reject(new Error('no room')) };
		expect(await keepAndSend(entry('1'), store, accepted)).toMatchObject({ kept: false });
		expect((await keepAndSend(entry('1'), store, unreachable)).outcome.kind).toBe('unreachable');
	});

	it('is not sent when its day may be wrong, because nobody knew that the clock was', async () => {
		const store = memory();
		const day = 24 * HOUR;
		store.entries.set('1', entry('1', { skew: null, keptAt: NOW.getTime() + day }));
		expect(await sendWaiting('a', store, accepted, async () => day)).toEqual([]);
		expect(store.entries.get('1')).toMatchObject({
			state: 'refused',
			refusal: { fields: { occurredOn: 'offline.clock_day' } }
		});
		// A clock that was known to be wrong was allowed for when the form was filled in.
		expect(dayIsDoubtful(entry('2', { skew: day }), day)).toBe(false);
		expect(dayIsDoubtful(entry('3', { skew: 0 }), HOUR / 60)).toBe(false);
	});

	it('belongs to one person: after signing out nothing is shown, and what waits stays', async () => {
		const store = memory();
		const device: Device = { personId: 'a', locale: 'en', theme: null, skew: 0 };
		await takeDevice(store, device, [form]);
		await keepAndSend(entry('1'), store, unreachable);
		await leaveDevice(store);
		expect(await store.getDevice()).toBeUndefined();
		expect(await store.formsOf('a')).toEqual([]);
		expect(await store.countEntries()).toBe(1);
	});
});

describe('answers of the server', () => {
	const by = (status: number, body: unknown, headers: Record<string, string> = {}) =>
		sendEntry(
			entry('1'),
			(async () =>
				new Response(typeof body === 'string' ? body : JSON.stringify(body), {
					status,
					headers
				})) as typeof fetch
		);

	it('are told apart', async () => {
		const date = new Date(Date.now() - 24 * HOUR).toUTCString();
		const good = await by(200, { id: 'e' }, { date });
		expect(good.outcome).toEqual({ kind: 'accepted', id: 'e' });
		expect(Math.round((good.skew ?? 0) / HOUR)).toBe(24);
		expect((await by(401, { error: { code: 'access.signed_out' } })).outcome.kind).toBe('signedOut');
		expect((await by(409, { error: { code: 'offline.other_person' } })).outcome.kind).toBe('signedOut');
		expect((await by(400, { error: { code: 'app.form', fields: { note: 'x' } } })).outcome).toMatchObject({
			kind: 'refused',
			refusal: { fields: { note: 'x' } }
		});
		expect((await by(503, 'busy')).outcome.kind).toBe('unreachable');
		expect((await by(200, '<html>hotel</html>')).outcome.kind).toBe('unreachable');
	});
});

describe('what is looked at on the device', () => {
	const filled = (change: Record<string, string> = {}) => {
		const data = new FormData();
		const usual = {
			...{ occurredOn: '2026-02-10', startedAt: '14:00', preset: '60', 'steps[]': '2' },
			...{ 'rubric.skill': '3', note: '' }
		};
		for (const [name, value] of Object.entries({ ...usual, ...change })) if (value) data.append(name, value);
		return data;
	};
	const fields = (change: Record<string, string>, kept = form) =>
		checkSession(filled(change), kept, NOW)?.fields ?? null;

	it('passes what the server takes', () => {
		expect(fields({})).toBeNull();
		const trainee: KeptForm = { ...form, side: 'trainee' };
		expect(fields({ 'rubric.skill': '', note: '先听客户把话说完，再谈方案。' }, trainee)).toBeNull();
	});

	it('names what is missing or wrong', () => {
		expect(fields({ preset: '' })).toEqual({ minutes: 'mentoring.minutes.range' });
		expect(fields({ 'steps[]': '', startedAt: '' })).toMatchObject({
			steps: 'mentoring.steps.required',
			startedAt: 'mentoring.time.required'
		});
		expect(fields({ 'rubric.skill': '' })).toEqual({ rubric: 'mentoring.rubric.required' });
		expect(fields({ occurredOn: '2026-02-11' })).toEqual({ occurredOn: 'mentoring.date.future' });
		expect(fields({ occurredOn: '' })).toEqual({ occurredOn: 'app.field.required' });
		expect(fields({ note: '联系 13800138000' })).toEqual({ note: 'mentoring.note.phone' });
		expect(fields({ preset: '', 'rubric.skill': '', note: '联系 13800138000' })).toEqual({
			minutes: 'mentoring.minutes.range',
			rubric: 'mentoring.rubric.required',
			note: 'mentoring.note.phone'
		});
	});

	it('guesses that a session ended just now, within its day', () => {
		expect(startBefore(NOW, 90)).toBe('14:30');
		expect(startBefore(new Date('2026-02-09T16:10:00Z'), 60)).toBe('00:00');
	});
});
