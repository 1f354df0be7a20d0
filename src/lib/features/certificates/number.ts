import { mod1271_36 } from 'cdigit';

/**
 * A certificate's number, `JH-M-26-7XK4M9Q-4R`: the issuer's prefix, the letter of the grade or kind, the year of issue,
 * seven random characters and two check characters (ISO 7064, MOD 1271-36) over all that stands before them. Crockford's
 * base 32 without I, L, O and U throughout, so that look-alikes can be folded when a number is typed. The check finds every
 * single wrong character, every swap of neighbours or across one, and every doubled pair written wrong; a guess passes
 * it once in 1,200 times, and is one of 34 thousand million numbers of its letter and year.
 */
export type CertificateNumber = string;

const PREFIX = 'JH';
const BODY = 7;
const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SHAPE = /^JH([A-HJKMNP-TV-Z])(\d\d)([0-9A-HJKMNP-TV-Z]{7})([0-9A-HJKMNP-TV-Z]{2})$/;
/** Two spellings of the same remainder: implementations of the standard differ on which one they write. */
const AMBIGUOUS = new Set(['00', '01', 'ZB', 'ZC']);

/** The two check characters of a number's other twelve, or null when they may not be issued. */
function checkCharacters(start: string): string | null {
	const check = mod1271_36.compute(start);
	return /[ILOU]/.test(check) || AMBIGUOUS.has(check) ? null : check;
}

const written = (letter: string, year: string, body: string, check: string): CertificateNumber =>
	`${PREFIX}-${letter}-${year}-${body}-${check}`;

/**
 * Draws a number. `letter` is that of the grade or kind, `year` the four digits of the year of issue; `draw(n)` gives whole
 * numbers from 0 to n-1 and is asked again until the check characters are free of look-alikes. Throws on a letter or a year
 * with which no number could be read again.
 */
export function drawNumber(letter: string, year: string, draw: (limit: number) => number): CertificateNumber {
	const short = year.slice(-2);
	if (!SHAPE.test(`${PREFIX}${letter}${short}${'0'.repeat(BODY + 2)}`))
		throw new RangeError(`no certificate number begins with ${letter} and ${year}`);
	for (;;) {
		const body = Array.from({ length: BODY }, () => CROCKFORD[draw(CROCKFORD.length)]).join('');
		const check = checkCharacters(`${PREFIX}${letter}${short}${body}`);
		if (check) return written(letter, short, body, check);
	}
}

/** The letter of the grade or kind in a number. */
export const letterOf = (number: CertificateNumber): string => number.split('-')[1]!;

/** Whatever stands between the characters of a number when people type, dictate or copy it. */
const BETWEEN = /[\s\p{Pd}\p{Cf}_.−]/gu;

/**
 * Reads a number as people type it: lower case, full width, spaces, missing dashes, O for 0, I or L for 1. Null
 * when it cannot be one: the shape or the check characters say that something was mistyped.
 */
export function parseNumber(typed: string): CertificateNumber | null {
	if (typed.length > 100) return null;
	const plain = typed
		.normalize('NFKC')
		.toUpperCase()
		.replace(BETWEEN, '')
		.replaceAll('O', '0')
		.replace(/[IL]/g, '1');
	const [, letter, year, body, check] = SHAPE.exec(plain) ?? [];
	if (!letter || !year || !body || !check) return null;
	return checkCharacters(plain.slice(0, -2)) === check ? written(letter, year, body, check) : null;
}
