import type { MessageKey } from '$lib/i18n/codes';
import type { I18n } from '$lib/i18n/i18n';

/** An area or a method by its name; one that the vocabulary no longer has keeps its id. */
const named = ({ t, has }: Pick<I18n, 't' | 'has'>, kind: 'area' | 'method', id: string): string => {
	const key: string = `training.${kind}.${id}`;
	return has(key) ? t(key as MessageKey) : id;
};
export const areaName = (i18n: Pick<I18n, 't' | 'has'>, id: string) => named(i18n, 'area', id);
export const methodName = (i18n: Pick<I18n, 't' | 'has'>, id: string) => named(i18n, 'method', id);

/** What a part of a requirement is about. */
export function partName(i18n: Pick<I18n, 't' | 'has'>, part: { area?: string; method?: string }): string {
	const { area, method } = part;
	if (area && method)
		return i18n.t('credit.part.both', { area: areaName(i18n, area), method: methodName(i18n, method) });
	return area ? areaName(i18n, area) : methodName(i18n, method ?? '');
}

/** Hours with one decimal at most. */
export const hoursOf = (minutes: number): number => Math.round(minutes / 6) / 10;
