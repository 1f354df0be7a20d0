import type { Locale } from './locales';

export type MessageParams = Record<string, string | number | Date>;
export type Message = (params?: MessageParams) => string;

const numbersOf = { 'zh-CN': new Intl.NumberFormat('zh-CN'), en: new Intl.NumberFormat('en') };

/** Writes one part; `count` is the number that `#` stands for. */
type Part = (params: MessageParams, count: number) => string;

/**
 * An ICU message as a function. Reads what messages use: `{name}`, `{name, number}`, `plural`, `selectordinal` and `select`
 * with `#` and nesting, and apostrophes that quote braces; throws on anything else (dates: pass words instead). Written
 * here because every page carries it: a parser of all that ICU has weighs twenty times as much. A test holds every
 * message against IntlMessageFormat.
 */
export function compile(text: string, locale: Locale): Message {
	if (!/[{}']/.test(text)) return () => text;
	const numbers = numbersOf[locale];
	let at = 0;

	/** What a sticky pattern finds at this place (its group, if it has one), and goes past it. */
	function take(pattern: RegExp): string | undefined {
		pattern.lastIndex = at;
		const found = pattern.exec(text);
		if (found) at = pattern.lastIndex;
		return found?.[1] ?? found?.[0];
	}
	function need(pattern: RegExp): string {
		const found = take(pattern);
		if (found === undefined) throw new TypeError(`“${text}” is not a message, from its place ${at} on.`);
		return found;
	}
	function valueOf(name: string, params: MessageParams) {
		if (!(name in params)) throw new TypeError(`“${text}” wants a value for ${name}.`);
		return params[name] ?? '';
	}

	/** Up to the end, or to the brace that ends a choice; `#` is a number directly inside a plural only. */
	function sequence(inPlural: boolean): Part {
		const parts: Part[] = [];
		for (;;) {
			const words = literal(inPlural);
			if (words) parts.push(() => words);
			if (take(/\{\s*/y)) parts.push(argument());
			else if (take(/#/y)) parts.push((_, count) => numbers.format(count));
			else break;
		}
		const [first] = parts;
		if (parts.length === 1 && first) return first;
		return (params, count) => {
			let words = '';
			for (const part of parts) words += part(params, count);
			return words;
		};
	}

	/** An apostrophe quotes only before what would be read otherwise, up to the next; two are one. */
	function literal(inPlural: boolean): string {
		const [plain, quoted] = inPlural
			? [/[^{}'#]+/y, /'([{}<>#](?:[^']|'')*)'?/y]
			: [/[^{}']+/y, /'([{}<>](?:[^']|'')*)'?/y];
		let words = '';
		for (;;) {
			const more = take(plain) ?? take(quoted)?.replaceAll("''", "'") ?? take(/(')'?/y);
			if (more === undefined) return words;
			words += more;
		}
	}

	function argument(): Part {
		const name = need(/(\w+)\s*/y);
		if (take(/\}/y)) return (params) => String(valueOf(name, params));
		const kind = need(/,\s*(number|plural|selectordinal|select)\s*/y);
		if (kind === 'number') {
			need(/\}/y);
			return (params) => numbers.format(Number(valueOf(name, params)));
		}
		need(/,\s*/y);
		const choices = new Map<string, Part>();
		do {
			const choice = need(/(=\d+|\w+)\s*\{/y);
			choices.set(choice, sequence(kind !== 'select'));
			need(/\}\s*/y);
		} while (!take(/\}/y));
		const other = choices.get('other');
		if (!other) throw new TypeError(`“${text}” has no other words for ${name}.`);
		if (kind === 'select')
			return (params, count) => (choices.get(String(valueOf(name, params))) ?? other)(params, count);
		const rules = new Intl.PluralRules(locale, { type: kind === 'plural' ? 'cardinal' : 'ordinal' });
		return (params) => {
			const count = Number(valueOf(name, params));
			return (choices.get(`=${count}`) ?? choices.get(rules.select(count)) ?? other)(params, count);
		};
	}

	const whole = sequence(false);
	need(/$/y);
	return (params = {}) => whole(params, NaN);
}
