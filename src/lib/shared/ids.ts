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
	const [time, count] = [ms.toString(16).padStart(12, '0'), counter.toString(16).padStart(3, '0')];
	// The variant and the random bits are where a random UUID has them, which the platform makes many of at once.
	return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${crypto.randomUUID().slice(19)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Whether a string from an address may be sent to a uuid column at all. */
export const isId = (value: string): boolean => UUID.test(value);
