import { letterOf } from '$lib/features/bank';
import type { I18n } from '$lib/i18n/i18n';
import type { SheetField } from '../../sheets/numbering';

/** What may stand beside a question's number, in a few signs. */
export function hintOf({ t }: Pick<I18n, 't'>, { type, letters, parts, unit }: SheetField): string {
	const last = letterOf(Math.max(0, letters - 1));
	switch (type) {
		case 'single':
			return t('staffSheets.sheet.hint.letter', { last });
		case 'multiple':
			return t('staffSheets.sheet.hint.letters', { last });
		case 'trueFalse':
			return t('staffSheets.sheet.hint.truth');
		case 'numeric':
			return t(unit ? 'staffSheets.sheet.hint.unit' : 'staffSheets.sheet.hint.number');
		case 'fillIn':
			return parts > 1 ? t('staffSheets.sheet.hint.gaps', { parts }) : t('staffSheets.sheet.hint.text');
		case 'matching':
			return t('staffSheets.sheet.hint.pairs', { parts });
		case 'ordering':
			return t('staffSheets.sheet.hint.order');
		default:
			return t('staffSheets.sheet.hint.text');
	}
}

/** Fields of letters and truths are narrow; what is written out needs room. */
export const isShort = ({ type }: SheetField): boolean => ['single', 'multiple', 'trueFalse'].includes(type);
