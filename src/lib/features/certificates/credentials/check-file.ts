import { base64url } from 'jose';
import { checkDocument, checkToken, type FileState } from './check';
import type { DidDocument } from './did';
import { decodeList, isSet } from './status';

/** What an intact credential says of its certificate. */
export interface FileClaims {
	number: string;
	grade: string;
	issuer: string;
	/** ISO times; the last second of validity. */
	validFrom: string;
	validUntil: string;
}

/**
 * `unchecked`: the issuer's keys could not be had. Whether an intact credential still holds is its `standing`; `undecided` when
 * the list of revoked ones is missing, has run out, or is not the issuer's.
 */
export interface FileReport {
	state: FileState | 'unchecked';
	claims: FileClaims | null;
	standing: 'good' | 'revoked' | 'expired' | 'undecided' | null;
}

/** Where keys and lists come from: the database, or the site as a browser reaches it. Both may throw. */
export interface Sources {
	document(): Promise<DidDocument | null>;
	/** A list by its address, as it was read. */
	list(address: string): Promise<unknown>;
}

/** Longest text that is taken for a credential, in characters: ours have about 4,000. */
export const LONGEST_FILE = 100_000;

const nothing = (state: FileReport['state']): FileReport => ({ state, claims: null, standing: null });

/** Whether a file's text looks like a token. */
export const isToken = (text: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]*$/.test(text.trim());

/** Checks the proof of a credential, JSON or token, and whether it still holds, on the server or in a browser. Never throws. */
export async function checkFile(text: string, sources: Sources, now: Date): Promise<FileReport> {
	const given = text.trim();
	const token = isToken(given);
	const file = given.length > LONGEST_FILE ? null : parsed(token ? payloadOf(given) : given);
	if (!isObject(file)) return nothing('unreadable');
	const document = await sources.document().catch(() => null);
	if (!document) return nothing('unchecked');
	const { state } = await (token ? checkToken(given, document) : checkDocument(file, document));
	if (state !== 'intact') return nothing(state);
	const claims = claimsOf(file);
	// The issuer signs other things too, such as lists.
	if (!claims) return nothing('unreadable');
	return { state, claims, standing: await standingOf(file, claims, document, sources, now) };
}

async function standingOf(
	file: Record<string, unknown>,
	{ validUntil }: FileClaims,
	document: DidDocument,
	sources: Sources,
	now: Date
): Promise<FileReport['standing']> {
	const revoked = await isRevoked(file['credentialStatus'], document, sources, now).catch(() => null);
	if (revoked) return 'revoked';
	if (new Date(validUntil) < now) return 'expired';
	return revoked === null ? 'undecided' : 'good';
}

/** Whether a place in a list is set; null where no list of the issuer's that holds now says so. */
async function isRevoked(
	status: unknown,
	document: DidDocument,
	sources: Sources,
	now: Date
): Promise<boolean | null> {
	if (!isObject(status) || status['type'] !== 'BitstringStatusListEntry') return null;
	const { statusListCredential: address, statusListIndex: place } = status;
	if (typeof address !== 'string' || typeof place !== 'string') return null;
	const list = await sources.list(address);
	if (!isObject(list)) return null;
	const { state, id } = await checkDocument(list, document);
	if (state !== 'intact' || id !== address) return null;
	if (new Date(String(list['validFrom'])) > now || !(new Date(String(list['validUntil'])) > now)) return null;
	const subject = list['credentialSubject'];
	if (!isObject(subject) || typeof subject['encodedList'] !== 'string') return null;
	return isSet(await decodeList(subject['encodedList']), Number(place));
}

function claimsOf(file: Record<string, unknown>): FileClaims | null {
	const { credentialSubject: subject, issuer, validFrom, validUntil } = file;
	if (!isObject(subject) || !isObject(issuer) || !isObject(subject['achievement'])) return null;
	const { licenseNumber: number } = subject;
	const [grade, by] = [subject['achievement']['name'], issuer['name']];
	const all = { number, grade, issuer: by, validFrom, validUntil };
	return Object.values(all).every((value) => typeof value === 'string') ? (all as FileClaims) : null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function payloadOf(token: string): string {
	try {
		return new TextDecoder().decode(base64url.decode(token.split('.')[1] ?? ''));
	} catch {
		return '';
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
