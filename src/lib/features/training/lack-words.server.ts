import { loadI18n } from '$lib/i18n/load';
import type { Locale } from '$lib/i18n/locales';
import type { Lack } from './reading';

/** What a lesson still asks for as one line of words: 打开“案例”、回答第 2 题. */
export async function lackWords(lacking: readonly Lack[], locale: Locale): Promise<string> {
	const { t } = await loadI18n(locale);
	return lacking
		.map((one) =>
			one.kind === 'question'
				? t('training.asks.question', { number: one.number })
				: t(`training.asks.${one.kind}`, { title: one.title })
		)
		.join(t('training.asks.and'));
}
