import type { MessageKey } from '$lib/i18n/codes';
import type { I18n, MessageParams } from '$lib/i18n/i18n';
import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';

export type PhraseValue = string | number | { text: LocalText } | { date: IsoDate } | { phrase: Phrase };

/** A sentence as data: a key of the catalogues with its values, so that it is stored once and read in any language. */
export interface Phrase {
	key: MessageKey;
	params: Record<string, PhraseValue>;
}

export const phrase = (key: MessageKey, params: Record<string, PhraseValue> = {}): Phrase => ({
	key,
	params
});
export const named = (text: LocalText): PhraseValue => ({ text });
export const within = (inner: Phrase): PhraseValue => ({ phrase: inner });
export const onDate = (date: IsoDate): PhraseValue => ({ date });

/** Minutes as hours with at most one decimal, as sentences show them. */
export const hoursOf = (minutes: number): number => Math.round(minutes / 6) / 10;

/** Months as the years and the rest that sentences show. */
export const yearsOf = (months: number) => ({
	total: months,
	years: Math.floor(months / 12),
	rest: months % 12
});

/** The words of a phrase in the reader's language. */
export function say(i18n: I18n, { key, params }: Phrase): string {
	const values: MessageParams = {};
	for (const [name, value] of Object.entries(params)) {
		if (typeof value !== 'object') values[name] = value;
		else if ('text' in value) values[name] = i18n.local(value.text);
		else values[name] = 'date' in value ? i18n.date(value.date) : say(i18n, value.phrase);
	}
	return i18n.t(key, values).trim();
}
