import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	attemptMoves,
	closingOf,
	isOver,
	judgeSave,
	LATE_MS,
	lastStart,
	move,
	msLeft,
	start,
	stateOf,
	type AttemptClock,
	type AttemptMove,
	type AttemptState,
	type StartTerms
} from '$lib/features/exams/clock';
import type { HandedInBy } from '$lib/features/exams/states';

const MINUTE = 60_000;
const OPENS = Date.parse('2026-03-06T01:00:00Z');
const terms = (change: Partial<StartTerms> = {}): StartTerms => ({
	...{ opensAt: OPENS, closesAt: OPENS + 120 * MINUTE, minutes: 90, lateMinutes: null },
	...{ endCut: 'allowance', extraMinutes: 0, breakMinutes: 0, turn: 0, ...change }
});
const started = (change: Partial<StartTerms> = {}, after = 0) => {
	const begun = start(terms(change), OPENS + after);
	if (!begun.ok) throw new Error(begun.code);
	return begun;
};

describe('starting', () => {
	it.each([
		['early', {}, -1, 'exams.start.early'],
		['before one’s turn', { turn: 5000 }, 4999, 'exams.start.early'],
		['in one’s turn', { turn: 5000 }, 5000, null],
		['at the last moment to begin', { lateMinutes: 30 }, 30 * MINUTE, null],
		['after it', { lateMinutes: 30 }, 30 * MINUTE + 1, 'exams.start.too_late'],
		['when the window ends', {}, 120 * MINUTE, 'exams.start.late']
	])('%s', (_name, change, after, code) => {
		const begun = start(terms(change), OPENS + after);
		expect(begun.ok ? null : begun.code).toBe(code);
	});

	it.each([
		['the limit, inside the window', {}, 10, 100],
		['the window', {}, 60, 120],
		['the window and the extra time', { extraMinutes: 20 }, 60, 140],
		['no more than limit and extra time', { extraMinutes: 20 }, 10, 120],
		['the window for everybody', { extraMinutes: 20, endCut: 'window' as const }, 60, 120],
		['the whole limit, whatever the window', { extraMinutes: 20, endCut: 'none' as const }, 60, 170]
	])('ends with %s', (_name, change, after, end) => {
		expect((started(change, after * MINUTE).endsAt - OPENS) / MINUTE).toBe(end);
	});

	it('is possible until the window closes, where no earlier moment is said', () => {
		expect(lastStart(terms())).toBe(OPENS + 120 * MINUTE);
		expect(lastStart(terms({ lateMinutes: 600 }))).toBe(OPENS + 120 * MINUTE);
	});
});

describe('a save', () => {
	const clock = { ...started(), handedInBy: null };
	const end = clock.endsAt;
	const paused = { ...clock, pausedAt: OPENS + MINUTE };
	const handedIn = (handedInBy: HandedInBy) => ({ ...clock, handedInAt: end, handedInBy });
	it.each([
		['at the end', clock, end, end, { late: false }],
		['made at the end, a minute later', clock, end + LATE_MS, end, { late: true }],
		['made after the end', clock, end + 1, end + 1, { code: 'exams.attempt.over' }],
		['later than a minute', clock, end + LATE_MS + 1, end, { code: 'exams.attempt.over' }],
		['made before the server handed in', handedIn('server'), end + 1, end, { late: true }],
		['after one’s own hand-in', handedIn('candidate'), end, end, { code: 'exams.attempt.closed' }],
		['after an invigilator’s', handedIn('invigilator'), end, end - 1, { code: 'exams.attempt.closed' }],
		['made before a pause', paused, OPENS + MINUTE + 1, OPENS + MINUTE, { late: true }],
		['made in a pause', paused, OPENS + MINUTE + 1, OPENS + MINUTE + 1, { code: 'exams.attempt.paused' }]
	])('%s', (_name, of, arrived, made, expected) => {
		expect(judgeSave(of, arrived, made)).toMatchObject(expected);
	});
});

/** What the machine should do, told by what was used up instead of by when it ends. */
interface Model {
	now: number;
	state: AttemptState;
	/** Milliseconds of writing that were given, and used. */
	given: number;
	used: number;
	breakLeft: number;
	onBreak: boolean;
	handedInAt: number | null;
}
interface Real {
	clock: AttemptClock;
}

/** Time passes: writing uses it up, breaks too, and nothing else does. */
function pass(model: Model, ms: number): void {
	let left = ms;
	if (model.onBreak) {
		const rest = Math.min(left, model.breakLeft);
		model.breakLeft -= rest;
		left -= rest;
		if (model.breakLeft === 0) {
			model.onBreak = false;
			model.state = 'writing';
		}
	}
	if (model.state === 'writing') model.used += left;
	model.now += ms;
}

class Pass implements fc.Command<Model, Real> {
	constructor(readonly ms: number) {}
	check = () => true;
	run(model: Model, real: Real) {
		pass(model, this.ms);
		agree(model, real);
	}
	toString = () => `pass ${this.ms}`;
}

class Move implements fc.Command<Model, Real> {
	constructor(
		readonly kind: Exclude<AttemptMove, 'start'>,
		readonly ms: number
	) {}
	check = () => true;
	run(model: Model, real: Real) {
		const decision = move(real.clock, this.kind, model.now, this.ms);
		expect(decision.ok, `${this.kind} in ${model.state}`).toBe(allows(model, this.kind));
		if (decision.ok) {
			real.clock = decision;
			apply(model, this.kind, this.ms);
		}
		agree(model, real);
	}
	toString = () => `${this.kind} ${this.ms}`;
}

const overIn = ({ state, used, given }: Model) => state === 'writing' && used > given;

function allows(model: Model, kind: Exclude<AttemptMove, 'start'>): boolean {
	if (!(attemptMoves[kind].from as readonly string[]).includes(model.state)) return false;
	if (kind === 'expire') return overIn(model);
	if (overIn(model)) return ['extend', 'force', 'freeDevice'].includes(kind);
	if (kind === 'takeBreak') return model.breakLeft > 0;
	return kind !== 'endBreak' || model.onBreak;
}

function apply(model: Model, kind: AttemptMove, ms: number): void {
	if (kind === 'extend') model.given += ms;
	if (kind === 'pause' || kind === 'takeBreak') model.state = 'paused';
	if (kind === 'pause') model.onBreak = false;
	if (kind === 'takeBreak') model.onBreak = true;
	if (kind === 'resume' || kind === 'endBreak') {
		model.state = 'writing';
		model.onBreak = false;
	}
	if (kind === 'handIn' || kind === 'force') model.handedInAt = model.now;
	if (kind === 'expire') model.handedInAt = model.now - (model.used - model.given);
	if (model.handedInAt !== null) {
		model.state = 'handedIn';
		model.onBreak = false;
	}
}

/** Nobody gains or loses a millisecond. */
function agree(model: Model, { clock }: Real): void {
	expect(stateOf(clock, model.now)).toBe(model.state);
	expect(clock.handedInAt).toBe(model.handedInAt);
	if (model.state === 'handedIn') return;
	expect(msLeft(clock, model.now)).toBe(Math.max(0, model.given - model.used));
	expect(isOver(clock, model.now)).toBe(overIn(model));
	const save = judgeSave({ ...clock, handedInBy: null }, model.now, model.now);
	const counts = model.state === 'writing' ? !overIn(model) : closingOf(clock, model.now) === model.now;
	expect(save.ok).toBe(counts);
}

describe('the machine', () => {
	it('gives everybody their time to the millisecond, whatever happens in whatever order', () => {
		const kinds = Object.keys(attemptMoves).filter((kind) => kind !== 'start') as Exclude<
			AttemptMove,
			'start'
		>[];
		const commands = fc.commands(
			[
				fc
					.oneof(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 90 * MINUTE }))
					.map((ms) => new Pass(ms)),
				fc
					.tuple(fc.constantFrom(...kinds), fc.integer({ min: 1, max: 30 * MINUTE }))
					.map(([kind, ms]) => new Move(kind, ms))
			],
			{ maxCommands: 60 }
		);
		fc.assert(
			fc.property(commands, fc.integer({ min: 0, max: 60 }), (moves, breakMinutes) => {
				const clock: AttemptClock = started({ breakMinutes });
				const model: Model = {
					...{ now: OPENS, state: 'writing', given: 90 * MINUTE, used: 0 },
					...{ breakLeft: breakMinutes * MINUTE, onBreak: false, handedInAt: null }
				};
				fc.modelRun(() => ({ model, real: { clock } }), moves);
			}),
			{ numRuns: 1000 }
		);
	});
});
