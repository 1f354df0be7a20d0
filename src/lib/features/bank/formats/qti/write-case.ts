import type { Locale } from '$lib/i18n/locales';
import { inLanguage, type Exported } from '../written';
import type { ParsedCase } from '../parsed';
import { markup, plainText, wordsHtml, write } from './build';
import { CASE, titleIn } from './stimulus';

/** The material of a case under its identifier in a package. */
export interface WrittenCase {
	identifier: string;
	group: ParsedCase;
}

/** The cases of questions by their codes, as the first question of each has it; one without material is none. */
export function casesOf(questions: readonly Exported[]): Map<string, WrittenCase> {
	const cases = new Map<string, WrittenCase>();
	for (const { case: group } of questions)
		if (group && !cases.has(group.code) && Object.values(group.material).some((text) => text?.trim()))
			cases.set(group.code, { identifier: `case-${cases.size + 1}`, group });
	return cases;
}

/** Material as a stimulus of QTI 3, which its items refer to. Pictures are expected beside it. */
export function writeStimulus({ code, title, material }: ParsedCase, locale: Locale): string {
	const stimulus = markup(
		'assessmentStimulus',
		{
			xmlns: 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0',
			'xml:lang': locale,
			identifier: code,
			title: inLanguage(title, locale) || code
		},
		markup('stimulusBody', titles(title), wordsHtml(material, locale))
	);
	return `<?xml version="1.0" encoding="UTF-8"?>\n${write(stimulus, '3.0')}\n`;
}

/** Material in the body of an item of QTI 2.1, which knows none that is shared: whoever reads it sees the whole case. */
export function caseBlock({ code, title, material }: ParsedCase, locale: Locale): string {
	const heading = inLanguage(title, locale);
	return write(
		markup(
			'div',
			{ [CASE]: code, ...titles(title) },
			heading ? markup('p', {}, markup('strong', {}, plainText(heading))) : null,
			markup('div', {}, wordsHtml(material, locale))
		),
		'2.1'
	);
}

const titles = (title: ParsedCase['title']): Record<string, string | undefined> =>
	Object.fromEntries(
		(Object.entries(title) as [Locale, string][]).map(([locale, text]) => [
			titleIn(locale),
			text || undefined
		])
	);
