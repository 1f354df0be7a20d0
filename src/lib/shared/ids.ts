const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));
let lastMs = -1;
let counter = 0;

/**
 * A UUIDv7 (RFC 9562, section 5.7, method 1): 48 bits of milliseconds, a 12-bit counter that rises within
 * one millisecond, 62 random bits. Sorted by time of making within one process.
 */
export function newId(now: Date): string {
	const ms = now.getTime();
	counter = ms === lastMs ? (counter + 1) & 0xfff : 0;
	lastMs = ms;
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	for (let i = 0; i < 6; i++) bytes[i] = Math.floor(ms / 2 ** (8 * (5 - i))) & 0xff;
	bytes[6] = 0x70 | (counter >> 8);
	bytes[7] = counter & 0xff;
	bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
	const hex = Array.from(bytes, (byte) => HEX[byte]).join('');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Whether a string from an address may be sent to a uuid column at all. */
export const isId = (value: string): boolean => UUID.test(value);
