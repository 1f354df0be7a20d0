import type { ErrorCode } from '$lib/i18n/codes';
import { dateIn } from '$lib/shared/dates';
import type { FieldErrors } from '$lib/shared/form';

/** Why an entry could not be kept by the server: what the form shows when it is mended. */
export interface EntryRefusal {
	code: ErrorCode;
	params?: Record<string, string | number>;
	fields: FieldErrors;
}

/**
 * `waiting` for the network, `signIn` for the person (the session is over, or somebody else is signed in), `refused`:
 * to be mended.
 */
export type KeptState = 'waiting' | 'signIn' | 'refused';

export interface KeptPicture {
	name: string;
	bytes: Blob;
}

/** A session that waits on a device for its person. */
export interface KeptEntry {
	/** Names it before the server does, so that it comes in once however often it is sent. */
	deviceId: string;
	personId: string;
	pairingId: string;
	/** Whom it was with, for the list of what waits. */
	name: string;
	/** The form's fields as they were. */
	fields: [string, string][];
	pictures: KeptPicture[];
	/** The device's clock when it was written, in milliseconds, and how far that was known to be ahead of the server's. */
	keptAt: number;
	skew: number | null;
	state: KeptState;
	refusal?: EntryRefusal;
}

/** What the server, or the lack of one, says to an entry. */
export type Outcome =
	| { kind: 'accepted'; id: string }
	| { kind: 'refused'; refusal: EntryRefusal }
	| { kind: 'signedOut' }
	| { kind: 'unreachable' };

/** What becomes of a kept entry after it was sent: null when it is done with. */
export function afterSending(entry: KeptEntry, outcome: Outcome): KeptEntry | null {
	const { refusal: _old, ...rest } = entry;
	if (outcome.kind === 'accepted') return null;
	if (outcome.kind === 'signedOut') return { ...rest, state: 'signIn' };
	if (outcome.kind === 'refused') return { ...rest, state: 'refused', refusal: outcome.refusal };
	return entry.state === 'refused' ? entry : { ...rest, state: 'waiting' };
}

/** How far the device's clock may be off before it is said. */
export const CLOCK_TOLERANCE = 5 * 60_000;

export const clockIsWrong = (skew: number | null): skew is number =>
	skew !== null && Math.abs(skew) > CLOCK_TOLERANCE;

/**
 * Whether the day of an entry may be wrong, because the clock that it was written by was on another day and nobody
 * knew: the person looks at it before it is signed.
 */
export function dayIsDoubtful(entry: Pick<KeptEntry, 'keptAt' | 'skew'>, skew: number | null): boolean {
	if (!clockIsWrong(skew) || clockIsWrong(entry.skew)) return false;
	return dateIn(new Date(entry.keptAt)) !== dateIn(new Date(entry.keptAt - skew));
}

/** A field of a kept form; the last one of its name counts. */
export const fieldOfEntry = (entry: Pick<KeptEntry, 'fields'>, name: string): string | undefined =>
	entry.fields.findLast(([key]) => key === name)?.[1];

/** The kept form as it is sent; what the device's clock says now goes with it. */
export function formOf(entry: KeptEntry, now: Date): FormData {
	const form = new FormData();
	for (const [name, value] of entry.fields) form.append(name, value);
	form.set('personId', entry.personId);
	form.set('deviceId', entry.deviceId);
	form.set('deviceTime', now.toISOString());
	for (const { name, bytes } of entry.pictures) form.append('pictures', bytes, name);
	return form;
}

/** A random name (UUID, version 4); `crypto.randomUUID` is missing where a page came over plain HTTP. */
export function newDeviceId(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
	bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
