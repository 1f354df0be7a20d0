import { hash } from 'node:crypto';
import { canonicalJson } from '$lib/shared/json';
import type { pairingAgreements, shadowingEntries, shadowingSignatures } from './tables.server';

type Entry = Omit<typeof shadowingEntries.$inferSelect, 'contentHash'>;
type Signature = Omit<typeof shadowingSignatures.$inferSelect, 'hash'>;
type Agreement = Omit<typeof pairingAgreements.$inferSelect, 'contentHash'>;

/** What new rows are hashed by. A format never changes once rows have it: what they cover is what was signed. */
export const FORMAT = 2;
export const GENESIS = '0'.repeat(64);

const sha256 = (value: unknown) => hash('sha256', canonicalJson(value));

/**
 * The hash of everything that an entry says, with the SHA-256 of its pictures: what a signer puts their name to.
 * Format 1 had neither pictures nor a beginning; format 2 says everything, what is missing too.
 */
export function hashEntry(entry: Entry, pictures: readonly string[] = []): string {
	const { id, pairingId, replacesId, occurredOn, minutes, steps, rubric, note } = entry;
	const { format, meeting, deviceId } = entry;
	const createdAt = entry.createdAt.toISOString();
	if (format === 1 && !pictures.length) {
		return sha256({
			...{ id, pairingId, replacesId, occurredOn, minutes, steps, rubric, note },
			...(meeting !== null && { meeting }),
			...(entry.startedAt !== null && { startedAt: entry.startedAt.toISOString() }),
			...(deviceId !== null && { deviceId }),
			createdAt
		});
	}
	const startedAt = entry.startedAt?.toISOString() ?? null;
	return sha256({
		createdAt,
		deviceId,
		format,
		id,
		meeting,
		minutes,
		note,
		occurredOn,
		pairingId,
		pictures: pictures.length > 1 ? [...pictures].sort() : pictures,
		replacesId,
		rubric,
		startedAt,
		steps
	});
}

/** The hash of a version of an agreement: what both sides put their names to. */
export const hashAgreement = (agreement: Agreement): string =>
	sha256({
		id: agreement.id,
		pairingId: agreement.pairingId,
		version: agreement.version,
		content: agreement.content,
		proposedBy: agreement.proposedBy,
		createdAt: agreement.createdAt.toISOString()
	});

/** The hash of a signature, over the one before it: SHA-256 of the canonical JSON of what it says. */
export function hashSignature(signature: Signature): string {
	const { entryId, agreementId, detail, contentHash, signerId, act, words, position, prevHash } = signature;
	const signedAt = signature.signedAt.toISOString();
	if (signature.format === 1) {
		return sha256({
			...(entryId !== null && { entryId }),
			...(agreementId !== null && { agreementId }),
			...(detail !== null && { detail }),
			...{ contentHash, signerId, act, words, position, prevHash, signedAt }
		});
	}
	const { format, id, pairingId } = signature;
	return sha256({
		act,
		agreementId,
		contentHash,
		detail,
		entryId,
		format,
		id,
		pairingId,
		position,
		prevHash,
		signedAt,
		signerId,
		words
	});
}
