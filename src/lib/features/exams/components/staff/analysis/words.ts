import type { I18n } from '$lib/i18n/i18n';
import { missingOf, type Figure } from '../../../analysis/figure';

export type Shape = 'ratio' | 'percent' | 'points';

/** A figure as it is read: a correlation to two places, a share as percent, a difference of shares in points. */
export function figureText(figure: Figure, shape: Shape, { number, percent }: I18n): string {
	if (typeof figure !== 'number') return '—';
	if (shape === 'percent') return percent(figure, 1);
	return number(shape === 'points' ? 100 * figure : figure, {
		minimumFractionDigits: shape === 'points' ? 1 : 2,
		maximumFractionDigits: shape === 'points' ? 1 : 2
	});
}

/** Why there is none. */
export const whyMissing = (figure: Figure, { t }: I18n): string | undefined => {
	const missing = missingOf(figure);
	return missing ? t(`staffAnalysis.missing.${missing}`) : undefined;
};

/** The place of an option as its letter. */
export const letterOf = (place: number): string => String.fromCharCode(65 + place);
