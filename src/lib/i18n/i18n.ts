import { compile, type Message, type MessageParams } from './compile';
import { errorKey, type ErrorCode, type MessageKey } from './codes';
import { localText, type Locale, type LocalText } from './locales';

export type Bundle = Record<string, Record<string, string>>;
export type { MessageParams };

const ZONE = 'Asia/Shanghai';
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DATE_STYLES = {
	date: { year: 'numeric', month: 'long', day: 'numeric' },
	short: { year: 'numeric', month: '2-digit', day: '2-digit' },
	month: { year: 'numeric', month: 'long' },
	day: { month: 'long', day: 'numeric', weekday: 'short' },
	time: { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false },
	minute: { hour: '2-digit', minute: '2-digit', hour12: false },
	dateTime: {
		year: 'numeric',
		month: 'long',
		day: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		hour12: false
	}
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
export type DateStyle = keyof typeof DATE_STYLES;

/** Dates kept in words: a page's tables and lists name the same few again and again. */
const KEPT_DATES = 2000;

/**
 * Words, dates and numbers in one language. Keeps nothing of a reader, so that one is made per language
 * (`loadI18n`). Times are shown in the organisation's zone, whatever the device says.
 */
export class I18n {
	/** Each message is compiled, and each formatter made, at its first use. */
	private readonly messages = new Map<string, Message>();
	private readonly dates = new Map<string, Intl.DateTimeFormat>();
	private readonly written = new Map<string, string>();
	private readonly numbers = new Map<string, Intl.NumberFormat>();

	constructor(
		readonly locale: Locale,
		private readonly bundle: Bundle
	) {}

	/** The same language with further namespaces. */
	extend(more: Bundle): I18n {
		return new I18n(this.locale, { ...this.bundle, ...more });
	}

	private text(key: string): string | undefined {
		const dot = key.indexOf('.');
		return this.bundle[key.slice(0, dot)]?.[key.slice(dot + 1)];
	}

	/** Words for a key; a key that is missing shows itself, which a test turns into a failure. */
	t = (key: MessageKey, params?: MessageParams): string => {
		let message = this.messages.get(key);
		if (!message) {
			const text = this.text(key);
			if (text === undefined) return key;
			this.messages.set(key, (message = compile(text, this.locale)));
		}
		return message(params);
	};

	/** Words for a key that data names (a state, a kind): typed by the caller's prefix. */
	has = (key: string): key is MessageKey => this.text(key) !== undefined;

	/** Words for a refusal. Rules know a day as `YYYY-MM-DD`: it is written out here. */
	error = (code: ErrorCode, params: MessageParams = {}): string => {
		const said = Object.entries(params).map(([name, value]) => [
			name,
			typeof value === 'string' && DAY.test(value) ? this.date(value) : value
		]);
		return this.t(errorKey(code), Object.fromEntries(said) as MessageParams);
	};
	/** The words of a text that content keeps in both languages. */
	local = (text: LocalText): string => localText(text, this.locale);

	/** A date or an instant; a plain `YYYY-MM-DD` is a calendar date and is never shifted by a zone. */
	date = (value: Date | string | null | undefined, style: DateStyle = 'date'): string => {
		if (value === null || value === undefined) return '—';
		const calendar = typeof value === 'string' && value.length === 10;
		const asked = `${style}:${typeof value === 'string' ? value : value.getTime()}`;
		const known = this.written.get(asked);
		if (known !== undefined) return known;
		const key = calendar ? `${style}:calendar` : style;
		let format = this.dates.get(key);
		if (!format) {
			format = new Intl.DateTimeFormat(this.locale === 'en' ? 'en-GB' : this.locale, {
				...DATE_STYLES[style],
				timeZone: calendar ? 'UTC' : ZONE
			});
			this.dates.set(key, format);
		}
		const words = format.format(calendar ? new Date(`${value}T00:00:00Z`) : new Date(value));
		if (this.written.size >= KEPT_DATES) this.written.clear();
		this.written.set(asked, words);
		return words;
	};

	number = (value: number, options?: Intl.NumberFormatOptions): string => {
		const key = JSON.stringify(options) ?? '';
		let format = this.numbers.get(key);
		if (!format) this.numbers.set(key, (format = new Intl.NumberFormat(this.locale, options)));
		return format.format(value);
	};

	percent = (ratio: number, digits = 0): string =>
		this.number(ratio, { style: 'percent', maximumFractionDigits: digits });

	/** Minutes as hours with at most one decimal: 90 -> "1.5 小时" / "1.5 hours". */
	hours = (minutes: number): string => this.t('app.hours', { hours: Math.round(minutes / 6) / 10 });
}
