import { canonicalJson } from '$lib/shared/json';
import type { LocalText } from '$lib/i18n/locales';
import type { Signs } from './desk';
import type { EventKind, HandedInBy, RoomKind } from './states';

/** Somebody as a record names them, for good. */
export interface Named {
	name: string;
	employeeNo: string;
}

export interface Absentee extends Named {
	ticket: string;
	chair: number | null;
}

/** How one candidate sat the exam; times as ISO. */
export interface Sitter extends Absentee {
	attemptId: string;
	extraMinutes: number;
	breakMinutes: number;
	startedAt: string;
	endsAt: string;
	handedInAt: string;
	handedInBy: HandedInBy;
	answered: number;
	questions: number;
	/** How many windows had the seat, one after the other. */
	seats: number;
	signs: Signs;
}

/** What invigilators did and wrote down. An act for a whole room or sitting is one entry. */
export interface RecordedAct {
	at: string;
	kind: EventKind;
	/** Of the candidate whom it concerned. */
	ticket: string | null;
	by: Named | null;
	data: Record<string, unknown>;
}

/** What an invigilator signs when a room is closed. Nothing of it changes afterwards. */
export interface RoomRecord {
	form: 'room-record/1';
	sitting: {
		id: string;
		title: LocalText;
		opensAt: string;
		closesAt: string;
		minutes: number;
		rehearsal: boolean;
	};
	room: { id: string; kind: RoomKind; name: string; address: string };
	invigilators: Named[];
	present: Sitter[];
	absent: Absentee[];
	acts: RecordedAct[];
	/** How often each kind of event happened in the room. */
	events: Partial<Record<EventKind, number>>;
	closed: { at: string; by: Named | null; remark: string | null };
}

/** Acts and remarks: what the record of a room names one by one. */
export const recordedKinds = [
	'extend',
	'pause',
	'resume',
	'freeDevice',
	'flag',
	'note',
	'incident',
	'handIn',
	'print',
	'times'
] as const satisfies readonly EventKind[];

/** The bytes that a record's hash is taken over: the same record gives the same, also from the database. */
export const recordText = (record: RoomRecord): string => canonicalJson(record);
