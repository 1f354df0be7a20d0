import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale } from './locales';

export type MessageParams = Record<string, string | number | Date>;
export type Message = (params?: MessageParams) => string;

/** What the parser gives; the kinds by the numbers of @formatjs/icu-messageformat-parser. */
interface Element {
	type: number;
	value: string;
	style?: unknown;
	offset?: number;
	pluralType?: Intl.PluralRuleType;
	options?: Record<string, { value: Element[] }>;
}
const [LITERAL, ARGUMENT, NUMBER, SELECT, PLURAL, POUND] = [0, 1, 2, 5, 6, 7];

const numbersOf = { 'zh-CN': new Intl.NumberFormat('zh-CN'), en: new Intl.NumberFormat('en') };

/** Writes one part; `count` is the number that `#` stands for. */
type Part = (params: MessageParams, count: number) => string;

/**
 * An ICU message as a function. IntlMessageFormat reads it; its own `format` walks the message anew for every use,
 * which a page of tables pays for. Throws on kinds that no message has (dates and tags: pass words instead).
 */
export function compile(text: string, locale: Locale): Message {
	if (!/[{'<]/.test(text)) return () => text;
	const numbers = numbersOf[locale];

	const sequence = (elements: Element[]): Part => {
		const parts = elements.map(one);
		const [first] = parts;
		if (parts.length === 1 && first) return first;
		return (params, count) => {
			let words = '';
			for (const part of parts) words += part(params, count);
			return words;
		};
	};
	const valueOf = (name: string, params: MessageParams) => {
		if (!(name in params)) throw new TypeError(`“${text}” wants a value for ${name}.`);
		return params[name] ?? '';
	};
	function one({ type, value: name, style, offset = 0, pluralType, options = {} }: Element): Part {
		if (type === LITERAL) return () => name;
		if (type === ARGUMENT) return (params) => String(valueOf(name, params));
		if (type === NUMBER && !style) return (params) => numbers.format(Number(valueOf(name, params)));
		if (type === POUND) return (_, count) => numbers.format(count);
		const choices = new Map(Object.entries(options).map(([choice, { value }]) => [choice, sequence(value)]));
		const other = choices.get('other');
		if (type === SELECT && other)
			return (params, count) => (choices.get(String(valueOf(name, params))) ?? other)(params, count);
		if (type === PLURAL && other) {
			const rules = new Intl.PluralRules(locale, { type: pluralType });
			return (params) => {
				const value = Number(valueOf(name, params));
				const choice = choices.get(`=${value}`) ?? choices.get(rules.select(value - offset)) ?? other;
				return choice(params, value - offset);
			};
		}
		throw new TypeError(`“${text}” has a placeholder of a kind that messages do not use.`);
	}

	const whole = sequence(new IntlMessageFormat(text, locale).getAst() as Element[]);
	return (params = {}) => whole(params, NaN);
}
