import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import fc from 'fast-check';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { errorKey, type ErrorCode } from '$lib/i18n/codes';
import { compile } from '$lib/i18n/compile';
import { loadCore, loadRoom, loadStaff, loadTopics } from '$lib/i18n/load';
import { locales, type Locale } from '$lib/i18n/locales';
import { sources } from '../support/sources';

const folder = resolve('src/lib/i18n/messages');
type Words = Record<string, string>;
type Element = {
	type: number;
	value?: string;
	options?: Record<string, { value: Element[] }>;
	children?: Element[];
};

const namespaces = (locale: Locale) =>
	readdirSync(join(folder, locale))
		.filter((file) => file.endsWith('.json'))
		.map((file) => basename(file, '.json'));
const read = (locale: Locale, name: string) =>
	JSON.parse(readFileSync(join(folder, locale, `${name}.json`), 'utf8')) as Words;

const catalogue = Object.fromEntries(
	locales.map((locale) => [
		locale,
		Object.fromEntries(
			namespaces(locale).flatMap((name) =>
				Object.entries(read(locale, name)).map(([key, text]) => [`${name}.${key}`, text])
			)
		)
	])
) as Record<Locale, Words>;

/** The placeholders of a message with their kind: `count:6` is a plural over `count`. */
function placeholders(text: string, locale: Locale): string[] {
	const found = new Set<string>();
	const walk = (elements: Element[]) => {
		for (const element of elements) {
			// 0 is text and 7 the number sign inside a plural.
			if (element.type !== 0 && element.type !== 7) found.add(`${element.value}:${element.type}`);
			for (const option of Object.values(element.options ?? {})) walk(option.value);
			if (element.children) walk(element.children);
		}
	};
	walk(new IntlMessageFormat(text, locale).getAst() as Element[]);
	return [...found].sort();
}

describe('catalogues', () => {
	it('hold the same namespaces and the same keys', () => {
		expect(namespaces('en').sort()).toEqual(namespaces('zh-CN').sort());
		const keys = (locale: Locale) => Object.keys(catalogue[locale]).sort();
		expect(keys('en').filter((key) => !(key in catalogue['zh-CN']))).toEqual([]);
		expect(keys('zh-CN').filter((key) => !(key in catalogue.en))).toEqual([]);
	});

	it('are loaded whole: every file is in a bundle', async () => {
		for (const locale of locales) {
			const loaded = {
				...(await loadCore(locale)),
				...(await loadStaff(locale)),
				...(await loadTopics(locale, ['practice'])),
				...(await loadRoom(locale))
			};
			expect(Object.keys(loaded).sort()).toEqual(namespaces(locale).sort());
		}
	});

	it('are valid ICU, with the same placeholders in both languages', () => {
		const wrong: string[] = [];
		for (const [key, zh] of Object.entries(catalogue['zh-CN'])) {
			const en = catalogue.en[key];
			if (en === undefined) continue;
			try {
				const [one, other] = [placeholders(zh, 'zh-CN'), placeholders(en, 'en')];
				// A plural in English is often a plain number in Chinese: the name must be the same, the kind may differ.
				const names = (all: string[]) => [...new Set(all.map((name) => name.split(':')[0]))].sort().join();
				if (names(one) !== names(other)) wrong.push(`${key}: ${one.join()} / ${other.join()}`);
			} catch (error) {
				wrong.push(`${key}: ${error instanceof Error ? error.message : error}`);
			}
		}
		expect(wrong).toEqual([]);
	});

	it('read the same compiled as through IntlMessageFormat', () => {
		const numbers = [0, 1, 2, 1234];
		for (const locale of locales) {
			for (const text of Object.values(catalogue[locale])) {
				// Words without any syntax stand for themselves, and there are thousands.
				if (!/[{}'<#]/.test(text)) {
					expect(compile(text, locale)({})).toBe(text);
					continue;
				}
				const format = new IntlMessageFormat(text, locale);
				const message = compile(text, locale);
				const chosen = [...text.matchAll(/(\w+) \{/g)].map(([, choice = '']) => choice);
				for (const [i, number] of numbers.entries()) {
					const params = Object.fromEntries(
						placeholders(text, locale).map((found) => {
							const [name = '', type] = found.split(':');
							return [name, type === '2' || type === '6' ? number : (chosen[i] ?? 'X')];
						})
					);
					expect(message(params)).toBe(format.format(params));
				}
			}
		}
	});

	it('are read as IntlMessageFormat reads them, whatever they are made of', () => {
		type Made = { text: string; names: string[] };
		const name = fc.constantFrom('a', 'b', 'n1');
		const one = (text: string, ...names: string[]): Made => ({ text, names });
		const joined = (all: Made[]): Made =>
			one(all.map(({ text }) => text).join(''), ...all.flatMap(({ names }) => names));
		/** Braces (and, in a plural, number signs) are quoted, apostrophes doubled. */
		const words = (inPlural: boolean) =>
			fc
				.string({ unit: fc.constantFrom(..."a字 #<>{}|,=.'"), maxLength: 6 })
				.map((plain) =>
					one(plain.replace(/'/g, "''").replace(inPlural ? /[{}#]+/g : /[{}]+/g, (signs) => `'${signs}'`))
				);
		const choosing = (kind: string, inside: fc.Arbitrary<Made>, other: fc.Arbitrary<string>) =>
			fc
				.tuple(
					name,
					fc.uniqueArray(other, { maxLength: 2 }),
					fc.array(inside, { minLength: 3, maxLength: 3 })
				)
				.map(([of, choices, made]) =>
					one(
						`{${of}, ${kind}, ${[...choices, 'other'].map((choice, i) => `${choice} {${made[i]?.text}}`).join(' ')}}`,
						...[of, ...made.flatMap(({ names }) => names)]
					)
				);
		const message = (depth: number, inPlural: boolean): fc.Arbitrary<Made> => {
			const simple = [
				words(inPlural),
				name.map((of) => one(`{${of}}`, of)),
				name.map((of) => one(`{ ${of} , number }`, of)),
				...(inPlural ? [fc.constant(one('#'))] : [])
			];
			if (depth === 0) return fc.array(fc.oneof(...simple), { maxLength: 3 }).map(joined);
			const number = fc.constantFrom('=0', '=1', 'one', 'two', 'few');
			const within = message(depth - 1, true);
			const nested = [
				choosing('plural', within, number),
				choosing('selectordinal', within, number),
				choosing('select', message(depth - 1, false), fc.constantFrom('1', '2', 'x', 'y_z'))
			];
			return fc.array(fc.oneof(...simple, ...nested), { maxLength: 4 }).map(joined);
		};
		const check = fc.property(
			fc.constantFrom(...locales),
			message(2, false),
			fc.array(fc.oneof(fc.nat(3), fc.constant(1234.5)), { minLength: 3, maxLength: 3 }),
			(locale, { text }, [a = 0, b = 0, n1 = 0]) => {
				const params = { a, b, n1 };
				const theirs = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true }).format(params);
				// They give a number where the whole message is one argument.
				expect(compile(text, locale)(params)).toBe(String(theirs));
			}
		);
		fc.assert(check, { numRuns: 2000 });
	});

	it('keep lone apostrophes, and quote up to the end where none closes', () => {
		const cases = [
			"it's",
			"it''s",
			"'",
			"''",
			"a '{b}' c",
			"'{a} b",
			"{a}'s",
			"'{it''s}'",
			"{a, plural, other {'#' #}} #"
		];
		for (const text of cases) {
			const theirs = new IntlMessageFormat(text, 'en').format({ a: 2 });
			expect(compile(text, 'en')({ a: 2 }), text).toBe(String(theirs));
		}
	});

	it('are refused where they are no messages, or want what is not given', () => {
		const broken = [
			'{',
			'{}',
			'{a',
			'a }',
			'{a, date}',
			'{a, number, ::percent}',
			'{a, plural}',
			'{a, plural, }'
		];
		broken.push(
			'{a, plural, one {b}}',
			'{a, plural, other {b}',
			'{a, select, x y {b} other {c}}',
			'{a, plural, offset:1 other {#}}'
		);
		for (const text of broken) expect(() => compile(text, 'en'), text).toThrow(TypeError);
		expect(() => compile('{a} {b}', 'en')({ a: 1 })).toThrow('wants a value for b');
	});

	it('leave no words empty and keep each language to itself', () => {
		const wrong: string[] = [];
		for (const locale of locales) {
			for (const [key, text] of Object.entries(catalogue[locale])) {
				if (!text.trim()) wrong.push(`${locale} ${key}: empty`);
				if (/\t| {2}/.test(text)) wrong.push(`${locale} ${key}: stray white space`);
			}
		}
		// Names of languages are written in their own script.
		const mixed = Object.entries(catalogue.en).filter(
			([key, text]) => /\p{Script=Han}/u.test(text) && !/zh|name|language/i.test(key)
		);
		expect([...wrong, ...mixed.map(([key, text]) => `en ${key}: ${text}`)]).toEqual([]);
	});

	it('write English plurals with their special case and the rest', () => {
		const wrong = Object.entries(catalogue.en).filter(
			([, text]) => /, plural,/.test(text) && !(/\bone \{|=[01] \{/.test(text) && /other \{/.test(text))
		);
		expect(wrong.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
	});
});

describe('sources', () => {
	const all = sources('src', /\.(ts|svelte|js)$/);

	/** Literal codes given to what refuses: key('…'), conflict('…'), no('…'), fail(404, '…'), new Refusal('…', '…'). */
	const REFUSING =
		/\b(?:key|conflict|invalid|notFound|forbidden|no|fail|refuse|refused)\(\s*(?:\d+,\s*)?'([a-z][a-zA-Z]*\.[a-z][\w.]*)'|new Refusal\(\s*'\w+',\s*'([^']+)'|\bcode:\s*'([a-z][a-zA-Z]*\.[a-z][\w.]*)'/g;

	it('refuse only with codes that have words', () => {
		const missing = new Set<string>();
		let seen = 0;
		for (const { path, text } of all) {
			for (const match of text.matchAll(REFUSING)) {
				const code = match[1] ?? match[2] ?? match[3] ?? '';
				seen++;
				for (const locale of locales) {
					if (!(errorKey(code as ErrorCode) in catalogue[locale]))
						missing.add(`${path}: ${code} (${locale})`);
				}
			}
		}
		expect(seen).toBeGreaterThan(20);
		expect([...missing]).toEqual([]);
	});

	it('ask only for words that exist', () => {
		const missing = new Set<string>();
		for (const { path, text } of all) {
			for (const [, key = ''] of text.matchAll(/\bt\(\s*'([a-z][a-zA-Z]*\.[\w.-]+)'/g)) {
				if (!(key in catalogue['zh-CN'])) missing.add(`${path}: ${key}`);
			}
		}
		expect([...missing]).toEqual([]);
	});

	it('ask the core bundle alone on pages that trainees see', () => {
		const wrong = all.filter(
			({ path, text }) =>
				/src\/routes\/\((app|exam|public)\)/.test(path) && /\bt\(\s*['`]staff[A-Z]/.test(text)
		);
		expect(wrong.map(({ path }) => path)).toEqual([]);
	});

	it('notify only with kinds that have words', () => {
		const missing = new Set<string>();
		for (const { path, text } of all.filter((file) => /\bnotify\(/.test(file.text))) {
			for (const [call] of text.matchAll(/\bnotify\([^;]*?\}\s*\)/gs)) {
				for (const [, kind = ''] of call.matchAll(/\bkind:\s*'([^']+)'/g)) {
					if (!(`notifications.kind.${kind}` in catalogue['zh-CN'])) missing.add(`${path}: ${kind}`);
				}
			}
		}
		expect([...missing]).toEqual([]);
	});
});
