import type { ErrorCode } from '$lib/i18n/codes';

/** Digits as people type them: full-width, or in groups with a space, dot or dash between. */
const RUN = /\+?\d(?:[ .\-–—]?\d)*(?:[ .\-–—]?[Xx])?/g;
const BETWEEN = /[ .\-–—]/;
const MOST_GROUPS = 24;

const isDay = (year: number, month: number, day: number): boolean => {
	const date = new Date(Date.UTC(year, month - 1, day));
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

/** A resident identity number by its shape and birthday (GB 11643); a mistyped check digit is still somebody's. */
function isIdCard(digits: string): boolean {
	const long = /^[1-9]\d{5}((?:18|19|20)\d{2})(\d{2})(\d{2})\d{3}[\dX]$/.exec(digits);
	const short = /^[1-9]\d{5}(\d{2})(\d{2})(\d{2})\d{3}$/.exec(digits);
	const match = long ?? short;
	if (!match) return false;
	const year = Number(match[1]) + (long ? 0 : 1900);
	return isDay(year, Number(match[2]), Number(match[3]));
}

/**
 * A payment card: 13 to 19 digits whose Luhn sum ends in 0 (ISO/IEC 7812-1, annex B). Printed groups have at least
 * four digits but for the last, which two dates one after the other have not.
 */
function isBankCard(groups: string[]): boolean {
	const digits = groups.join('');
	if (!/^\d{13,19}$/.test(digits) || groups.slice(0, -1).some((group) => group.length < 4)) return false;
	let sum = 0;
	for (let i = 0; i < digits.length; i++) {
		const digit = Number(digits[digits.length - 1 - i]);
		const doubled = i % 2 ? digit * 2 : digit;
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return sum % 10 === 0;
}

const MOBILE = /^(?:\+?86|0086)?1[3-9]\d{9}$/;
const FIXED = /^(?:(?:\+?86|0086)[1-9]\d{1,2}|0\d{2,3})[2-9]\d{6,7}$/;
/** Where a fixed line is written in groups, its country or area code stands alone. */
const CODE = /^(?:\+?86|0086|0\d{2,3})$/;

/** A mobile number, or a fixed line with its area code. */
function isPhone(groups: string[]): boolean {
	const digits = groups.join('');
	return MOBILE.test(digits) || (FIXED.test(digits) && (groups.length === 1 || CODE.test(groups[0] ?? '')));
}

/**
 * The first number in a text that would identify a customer: an identity card, a bank card or a telephone.
 * Null when there is none. Amounts and dates pass.
 */
export function findPersonalNumber(text: string): Extract<ErrorCode, `mentoring.note.${string}`> | null {
	for (const [run] of text.normalize('NFKC').matchAll(RUN)) {
		const groups = run.toUpperCase().split(BETWEEN).slice(0, MOST_GROUPS);
		// Numbers side by side make one run: every sequence of neighbouring groups may be the number.
		for (let from = 0; from < groups.length; from++) {
			for (let to = groups.length; to > from; to--) {
				const part = groups.slice(from, to);
				if (isIdCard(part.join(''))) return 'mentoring.note.id_card';
				const bare = part.map((group) => group.replace('X', '')).filter(Boolean);
				if (isPhone(bare)) return 'mentoring.note.phone';
				if (isBankCard(bare)) return 'mentoring.note.bank_card';
			}
		}
	}
	return null;
}
