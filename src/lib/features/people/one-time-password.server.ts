import { randomInt } from 'node:crypto';

/** Without letters and digits that are mistaken for one another when read aloud or copied by hand. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password to be used once: three groups of four, 59 bits. */
export function oneTimePassword(): string {
	const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
	return [group(), group(), group()].join('-');
}
