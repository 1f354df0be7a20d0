import type { Locale } from '$lib/i18n/locales';
import type { EssayQuestion } from '../../question';
import { attributeText, declaration, markup, wordsHtml, type ItemParts } from './build';

const RESPONSE = 'RESPONSE';

/** The rubric is a table for whoever marks: a row for each criterion, its levels from the best. */
export function essayParts(
	{ rubric, model, longest }: EssayQuestion,
	locale: Locale,
	wrap: (html: string) => string
): ItemParts {
	const cells = (row: EssayQuestion['rubric'][number]) =>
		row.levels
			.map(({ share, words }) => `<td data-share="${share}">${wordsHtml(words, locale)}</td>`)
			.join('');
	const rows = rubric.map((row) => {
		const start = `<tr data-rubric-row="${attributeText(row.id)}" data-weight="${row.weight}">`;
		return `${start}<td>${wordsHtml(row.criterion, locale)}</td>${cells(row)}</tr>`;
	});
	const block = (html: string) => markup('rubricBlock', { view: 'scorer', use: 'scoring' }, wrap(html));
	return {
		declarations: [declaration(RESPONSE, 'single', 'string')],
		body: [
			markup('extendedTextInteraction', {
				responseIdentifier: RESPONSE,
				patternMask: longest === undefined ? undefined : `[\\s\\S]{0,${longest}}`
			}),
			...(rows.length ? [block(`<table><tbody>${rows.join('')}</tbody></table>`)] : []),
			...(model ? [block(wordsHtml(model, locale))] : [])
		],
		rules: [],
		feedback: []
	};
}
