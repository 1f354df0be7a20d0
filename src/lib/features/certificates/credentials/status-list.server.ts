import { gzipSync } from 'node:zlib';
import { CREDENTIALS_CONTEXT } from './badge';
import type { Did } from './did';
import { STATUS_LIST_LENGTH } from './status';

/** Days for which a list is valid. It is signed anew every day, so there are days left to see that it was not. */
export const STATUS_LIST_DAYS = 7;

const BYTES = STATUS_LIST_LENGTH / 8;
const isPlace = (index: number): boolean =>
	Number.isSafeInteger(index) && index >= 0 && index < STATUS_LIST_LENGTH;

/** A place that nothing has, drawn at random: places in a row would tell who was issued together. Throws when the list is full. */
export function drawPlace(taken: ReadonlySet<number>, draw: (limit: number) => number): number {
	if (taken.size >= STATUS_LIST_LENGTH) throw new RangeError('the status list is full');
	for (;;) {
		const place = draw(STATUS_LIST_LENGTH);
		if (!taken.has(place)) return place;
	}
}

/** A list with some places set, in its written form (Bitstring Status List 1.0, 3.3): `u`, and the gzipped bits in base64url. */
export function encodeList(places: Iterable<number>): string {
	const bits = new Uint8Array(BYTES);
	for (const place of places) {
		if (!isPlace(place)) throw new RangeError(`${place} is no place in a status list`);
		// The first place is the leftmost bit.
		bits[place >> 3] = (bits[place >> 3] ?? 0) | (0x80 >> (place & 7));
	}
	return `u${gzipSync(bits, { level: 9 }).toString('base64url')}`;
}

/**
 * The list of revoked credentials as a credential of the issuer, before it is signed (Bitstring Status List 1.0, 2.2). `list` is its
 * address, `revoked` the places that are set. An expired list leaves verifiers undecided, hence its days.
 */
export function statusListCredential({
	list,
	issuer,
	revoked,
	at
}: {
	list: string;
	issuer: Did;
	revoked: Iterable<number>;
	at: Date;
}) {
	return {
		'@context': [CREDENTIALS_CONTEXT],
		id: list,
		type: ['VerifiableCredential', 'BitstringStatusListCredential'],
		issuer,
		validFrom: seconds(at),
		validUntil: seconds(new Date(at.getTime() + STATUS_LIST_DAYS * 86_400_000)),
		credentialSubject: {
			id: `${list}#list`,
			type: 'BitstringStatusList',
			statusPurpose: 'revocation',
			encodedList: encodeList(revoked)
		}
	};
}
export type StatusListCredential = ReturnType<typeof statusListCredential>;

const seconds = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;
