import { randomInt } from 'node:crypto';

/** Neither vowels nor letters that look like digits: nothing is misread, and no word comes of it. */
const SIGNS = 'bcdfghjkmnpqrstvwxz23456789';

/** Names by chance, each once: they tell nothing of what they name. */
export function codeSource(): () => string {
	const given = new Set<string>();
	const part = () => Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
	return () => {
		for (;;) {
			const code = `${part()}-${part()}`;
			if (given.has(code)) continue;
			given.add(code);
			return code;
		}
	};
}

/** A place among others by chance. */
export const anyPlace = (): number => randomInt(2 ** 31 - 1);

/** A copy in an order by chance. */
export function inAnyOrder<T>(list: readonly T[]): T[] {
	const copy = [...list];
	for (let i = copy.length - 1; i > 0; i--) {
		const j = randomInt(i + 1);
		[copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
	}
	return copy;
}
