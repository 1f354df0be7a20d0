import { base64url } from 'jose';

/** Places in a list: the least that the standard allows, so that a place among them tells nobody apart (2.3). */
export const STATUS_LIST_LENGTH = 131_072;

/** Where a credential's place in a status list is written (Bitstring Status List 1.0, 2.1). One object: badges allow no list. */
export interface StatusEntry {
	id: string;
	type: 'BitstringStatusListEntry';
	statusPurpose: 'revocation';
	/** The place, from 0, as text. */
	statusListIndex: string;
	/** Address of the list. */
	statusListCredential: string;
}

export const statusEntry = (list: string, index: number): StatusEntry => ({
	id: `${list}#${index}`,
	type: 'BitstringStatusListEntry',
	statusPurpose: 'revocation',
	statusListIndex: String(index),
	statusListCredential: list
});

/** A written list holds at most so many times the bits that ours do: what unpacks to more is not read. */
const MOST_TIMES = 8;

/** The bits of a written list (Bitstring Status List 1.0, 3.4), also in a browser. Throws when it is none, or far too long. */
export async function decodeList(encoded: string): Promise<Uint8Array> {
	if (!/^u[\w-]+$/.test(encoded)) throw new TypeError('not a status list');
	const packed = new Response(base64url.decode(encoded.slice(1)).slice()).body;
	const bits = new Uint8Array((STATUS_LIST_LENGTH / 8) * MOST_TIMES);
	let length = 0;
	const unpacked = packed?.pipeThrough(new DecompressionStream('gzip')).getReader();
	for (let part = await unpacked?.read(); part?.value; part = await unpacked?.read()) {
		if (length + part.value.length > bits.length) throw new TypeError('a status list is too long');
		bits.set(part.value, length);
		length += part.value.length;
	}
	if (length * 8 < STATUS_LIST_LENGTH) throw new TypeError('a status list is too short');
	return bits.slice(0, length);
}

/** Whether a place is set. Throws on one that the list does not have. */
export function isSet(bits: Uint8Array, place: number): boolean {
	const byte = Number.isSafeInteger(place) && place >= 0 ? bits[Math.floor(place / 8)] : undefined;
	if (byte === undefined) throw new RangeError(`${place} is no place in this status list`);
	// The first place is the leftmost bit.
	return (byte & (0x80 >> (place & 7))) !== 0;
}
