/** A decimal number without loss: `units` times 10 to the power of minus `places`. */
export interface Decimal {
	units: bigint;
	places: number;
}

/** Most digits that a written number may have, so that nobody sends an exponent that fills the memory. */
const MOST_DIGITS = 100;
const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/;

/**
 * Reads a number as people write it: full-width digits and signs, a minus of any kind, commas or spaces between
 * thousands, `1.5e3`. Null when it is none, or longer than anybody needs.
 */
export function readDecimal(text: string): Decimal | null {
	const plain = text
		.normalize('NFKC')
		.trim()
		.replace(/[−–—]/g, '-')
		.replace(/(?<=\d)[,\s](?=\d{3}(?!\d))/g, '')
		.toLowerCase();
	const [, sign = '', whole = '', part = '', power = '0'] = FORM.exec(plain) ?? [];
	if (!whole && !part) return null;
	const exponent = Number(power);
	if (whole.length + part.length + Math.abs(exponent) > MOST_DIGITS) return null;
	const digits = BigInt(whole + part) * (sign === '-' ? -1n : 1n);
	const places = part.length - exponent;
	return places >= 0 ? { units: digits, places } : { units: digits * 10n ** BigInt(-places), places: 0 };
}

/** Less than 0, 0 or more than 0, as a is less than, equal to or more than b. */
export function compareDecimals(a: Decimal, b: Decimal): number {
	const difference = subtract(a, b).units;
	return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const subtract = (a: Decimal, b: Decimal): Decimal => add(a, { ...b, units: -b.units });

export function add(a: Decimal, b: Decimal): Decimal {
	const places = Math.max(a.places, b.places);
	const scaled = ({ units, places: own }: Decimal) => units * 10n ** BigInt(places - own);
	return { units: scaled(a) + scaled(b), places };
}

export const multiply = (a: Decimal, b: Decimal): Decimal => ({
	units: a.units * b.units,
	places: a.places + b.places
});

export const absolute = (a: Decimal): Decimal => ({ ...a, units: a.units < 0n ? -a.units : a.units });

/** Plain decimal text without needless zeros, e.g. `-0.05`. */
export function decimalText({ units, places }: Decimal): string {
	const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
	const whole = digits.slice(0, digits.length - places);
	const part = digits.slice(digits.length - places).replace(/0+$/, '');
	return `${units < 0n ? '-' : ''}${whole}${part && `.${part}`}`;
}

/** Half of a number; a decimal too. */
export const half = ({ units, places }: Decimal): Decimal => ({ units: units * 5n, places: places + 1 });

/** 1 divided by a number, to `digits` decimal places at most; null for zero. */
export function inverse({ units, places }: Decimal, digits = 20): Decimal | null {
	if (units === 0n) return null;
	return { units: 10n ** BigInt(places + digits) / units, places: digits };
}
