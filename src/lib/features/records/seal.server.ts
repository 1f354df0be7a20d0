import { hash } from 'node:crypto';
import { canonicalJson } from '$lib/shared/json';
import { RECORD_FORMAT, recordParts, type RecordPart } from './file';

/** A file with the SHA-256 of each part, and one over format, attempt and all of those. */
export interface Sealed<P> {
	format: string;
	attemptId: string;
	hashes: Record<RecordPart, string>;
	sha256: string;
	parts: P;
}

const hashOf = (value: unknown): string => hash('sha256', canonicalJson(value));

/** Seals the parts of a file: each hash is taken over the canonical JSON of what it covers, so that anybody can take it again. */
export function sealRecord<P extends Record<RecordPart, unknown>>(attemptId: string, parts: P): Sealed<P> {
	const hashes = Object.fromEntries(recordParts.map((name) => [name, hashOf(parts[name])])) as Record<
		RecordPart,
		string
	>;
	const head = { format: RECORD_FORMAT, attemptId, hashes };
	return { ...head, sha256: hashOf(head), parts };
}

/** The file as its bytes: canonical JSON. */
export const recordText = (sealed: Sealed<unknown>): string => canonicalJson(sealed);

/** What of a file is no longer what was sealed: names of parts, and `sha256` where the head itself is not. */
export function brokenParts(text: string): string[] {
	const { format, attemptId, hashes, sha256, parts } = JSON.parse(text) as Sealed<Record<string, unknown>>;
	const names = [...new Set([...recordParts, ...Object.keys(parts)])];
	const broken = names.filter(
		(name) => !(name in parts) || hashOf(parts[name]) !== hashes[name as RecordPart]
	);
	return hashOf({ format, attemptId, hashes }) === sha256 ? broken : [...broken, 'sha256'];
}
