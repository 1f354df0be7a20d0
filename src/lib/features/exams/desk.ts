import { stateOf, type AttemptClock, settle, msLeft } from './clock';
import type { EventKind, HandedInBy } from './states';

/** Where a candidate stands, as a desk shows it. `absent`: not begun, and too late to begin. */
export const deskStates = [
	'waiting',
	'writing',
	'away',
	'break',
	'paused',
	'disconnected',
	'finished',
	'absent'
] as const;
export type DeskState = (typeof deskStates)[number];

/** Who was heard of last so long ago, or longer, is disconnected: heartbeats come every ten to twenty seconds. */
export const SILENCE_MS = 40_000;

/** When an attempt was last heard of, as epoch milliseconds. */
export interface Presence {
	seenAt: number;
	away: boolean;
	connected: boolean;
}

/** Where a candidate stands at `now`. Whose clock stands is not asked whether they sit there. */
export function deskState(
	clock: AttemptClock | null,
	presence: Presence | null,
	{ now, lastStart }: { now: number; lastStart: number }
): DeskState {
	if (!clock) return now > lastStart ? 'absent' : 'waiting';
	const state = stateOf(clock, now);
	if (state === 'handedIn') return 'finished';
	if (state === 'paused') return settle(clock, now).pausedUntil === null ? 'paused' : 'break';
	// Who has just begun is heard of from then on.
	const seenAt = Math.max(presence?.seenAt ?? 0, clock.startedAt);
	if (presence?.connected === false || now - seenAt >= SILENCE_MS) return 'disconnected';
	return presence?.away ? 'away' : 'writing';
}

/** What was noticed of a candidate and done for them, counted. Nothing of it judges anybody. */
export interface Signs {
	leaves: number;
	/** How long they were out of sight, in milliseconds. */
	leaveMs: number;
	fullScreenLeft: number;
	copies: number;
	addresses: number;
	seatsRefused: number;
	savesRefused: number;
	flags: number;
	notes: number;
	incidents: number;
	/** Time that was given back by invigilators and after outages, in milliseconds. */
	givenMs: number;
}
export type Sign = keyof Signs;

export const noSigns: Signs = {
	...{ leaves: 0, leaveMs: 0, fullScreenLeft: 0, copies: 0, addresses: 0, seatsRefused: 0 },
	...{ savesRefused: 0, flags: 0, notes: 0, incidents: 0, givenMs: 0 }
};

/** How often a kind of event happened to an attempt, with how long it lasted or what it gave, in milliseconds. */
export interface Tally {
	kind: EventKind;
	n: number;
	ms: number;
}

const COUNTED: Partial<Record<EventKind, Sign>> = {
	leave: 'leaves',
	fullScreenLeft: 'fullScreenLeft',
	copyTried: 'copies',
	addressChanged: 'addresses',
	seatRefused: 'seatsRefused',
	saveRefused: 'savesRefused',
	flag: 'flags',
	note: 'notes',
	incident: 'incidents'
};

export function signsOf(tallies: readonly Tally[]): Signs {
	const signs = { ...noSigns };
	for (const { kind, n, ms } of tallies) {
		const sign = COUNTED[kind];
		if (sign) signs[sign] += n;
		if (kind === 'leave') signs.leaveMs += ms;
		if (kind === 'extend' || kind === 'giveBack') signs.givenMs += ms;
	}
	return signs;
}

/** What somebody at the desk should look at. */
export const alarming: readonly Sign[] = [
	'flags',
	'incidents',
	'seatsRefused',
	'leaves',
	'fullScreenLeft',
	'copies',
	'addresses',
	'savesRefused'
];
export const isAlarming = (signs: Signs): boolean => alarming.some((sign) => signs[sign] > 0);

/** One candidate at the desk; times as ISO. */
export interface DeskCandidate {
	registrationId: string;
	attemptId: string | null;
	name: string;
	employeeNo: string;
	ticket: string;
	chair: number | null;
	extraMinutes: number;
	breakMinutes: number;
	state: DeskState;
	/** When time is up; null before the start and where the clock stands. */
	endsAt: string | null;
	/** What is left where the clock stands, in milliseconds. */
	leftMs: number | null;
	handedInAt: string | null;
	handedInBy: HandedInBy | null;
	/** When they were last heard of, where that is long ago. */
	silentSince: string | null;
	answered: number;
	questions: number;
	signs: Signs;
	/** Another device may take over. */
	freed: boolean;
}

/** What of a clock a desk shows, so that it can count down by itself. */
export function shownClock(clock: AttemptClock | null, now: number) {
	if (!clock || clock.handedInAt !== null) return { endsAt: null, leftMs: null };
	const settled = settle(clock, now);
	if (settled.pausedAt !== null) return { endsAt: null, leftMs: msLeft(settled, now) };
	return { endsAt: new Date(settled.endsAt).toISOString(), leftMs: null };
}

/** What a desk can be narrowed to: a state, or those of whom something was noticed. */
export const deskViews = ['all', 'attention', ...deskStates] as const;
export type DeskView = (typeof deskViews)[number];

export const isIn = (view: DeskView, { state, signs }: Pick<DeskCandidate, 'state' | 'signs'>): boolean =>
	view === 'all' || (view === 'attention' ? isAlarming(signs) : state === view);

/** How many each view holds. */
export function countViews(
	candidates: readonly Pick<DeskCandidate, 'state' | 'signs'>[]
): Record<DeskView, number> {
	const counts = Object.fromEntries(deskViews.map((view) => [view, 0])) as Record<DeskView, number>;
	for (const candidate of candidates) {
		counts.all++;
		counts[candidate.state]++;
		if (isAlarming(candidate.signs)) counts.attention++;
	}
	return counts;
}

/** Something that happened in the room, as it comes. */
export interface DeskEvent {
	id: string;
	at: string;
	kind: EventKind;
	/** Of the candidate whom it happened to; null for the room, or for all. */
	registrationId: string | null;
	/** Who caused it; null for the candidate's device and the server. */
	by: string | null;
	data: Record<string, unknown>;
}

/** What a desk is told: everything at first, then what has changed. */
export interface DeskNews {
	/** The server's time, ISO. */
	now: string;
	whole: boolean;
	room: { pausedAt: string | null; closedAt: string | null };
	candidates: DeskCandidate[];
	/** Registrations that are no longer of this room. */
	gone: string[];
	/** The newest, newest first. */
	events: DeskEvent[];
}
