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

export type PersonalNumberCode = Extract<ErrorCode, `mentoring.note.${string}`>;

/** A number of a customer in a text: from its first character to the one after its last. */
export interface PersonalNumber {
	code: PersonalNumberCode;
	from: number;
	to: number;
}

/** A text in plain characters (full-width digits are digits), and where in the text each of them stood. */
function inPlain(text: string): { plain: string; from: number[]; to: number[] } {
	const found = { plain: '', from: [] as number[], to: [] as number[] };
	let at = 0;
	for (const character of text) {
		const plain = character.normalize('NFKC');
		found.plain += plain;
		for (let i = 0; i < plain.length; i++) {
			found.from.push(at);
			found.to.push(at + character.length);
		}
		at += character.length;
	}
	return found;
}

/** Characters of the first groups, each with the separator after it. */
const lengthOf = (groups: string[], count: number) =>
	groups.slice(0, count).join('-').length + (count ? 1 : 0);

function codeOf(part: string[]): PersonalNumberCode | null {
	if (isIdCard(part.join(''))) return 'mentoring.note.id_card';
	const bare = part.map((group) => group.replace('X', '')).filter(Boolean);
	if (isPhone(bare)) return 'mentoring.note.phone';
	return isBankCard(bare) ? 'mentoring.note.bank_card' : null;
}

/**
 * The first number in a text that would identify a customer, with its place: an identity card, a bank card or a
 * telephone. Null when there is none. Amounts and dates pass.
 */
export function locatePersonalNumber(text: string): PersonalNumber | null {
	const { plain, ...places } = inPlain(text);
	for (const { 0: run, index } of plain.matchAll(RUN)) {
		const groups = run.toUpperCase().split(BETWEEN).slice(0, MOST_GROUPS);
		// Numbers side by side make one run: every sequence of neighbouring groups may be the number.
		for (let from = 0; from < groups.length; from++) {
			for (let to = groups.length; to > from; to--) {
				const code = codeOf(groups.slice(from, to));
				if (!code) continue;
				const first = index + lengthOf(groups, from);
				// Without the separator after it.
				const last = index + lengthOf(groups, to) - 2;
				return { code, from: places.from[first] ?? 0, to: places.to[last] ?? text.length };
			}
		}
	}
	return null;
}

/** What `locatePersonalNumber` finds, without its place. */
export const findPersonalNumber = (text: string): PersonalNumberCode | null =>
	locatePersonalNumber(text)?.code ?? null;

/** Characters that are shown on either side of what is marked. */
const AROUND = 12;

/** A number in its surroundings, for the words under a field. */
export function excerptOf(text: string, { from, to }: PersonalNumber) {
	const start = Math.max(0, from - AROUND);
	return {
		before: (start > 0 ? '…' : '') + text.slice(start, from),
		marked: text.slice(from, to),
		after: text.slice(to, to + AROUND) + (to + AROUND < text.length ? '…' : '')
	};
}
