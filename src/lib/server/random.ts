import { createHash } from 'node:crypto';

/**
 * Whole numbers from 0 to below a bound, evenly: the counter's SHA-256 under the seed, read 32 bits at a time.
 * Values that would favour the low ones are thrown away.
 */
export function randomSource(seed: string): (bound: number) => number {
	let counter = 0;
	let block = Buffer.alloc(0);
	const next = () => {
		if (!block.length) block = createHash('sha256').update(`${seed}:${counter++}`).digest();
		const value = block.readUInt32BE(0);
		block = block.subarray(4);
		return value;
	};
	return (bound) => {
		const limit = 2 ** 32 - (2 ** 32 % bound);
		for (;;) {
			const value = next();
			if (value < limit) return value % bound;
		}
	};
}

/** A shuffled copy (Fisher-Yates). */
export function shuffled<T>(list: readonly T[], below: (bound: number) => number): T[] {
	const copy = [...list];
	for (let i = copy.length - 1; i > 0; i--) {
		const j = below(i + 1);
		[copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
	}
	return copy;
}
