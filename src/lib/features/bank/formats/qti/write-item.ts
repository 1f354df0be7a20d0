import type { Locale } from '$lib/i18n/locales';
import type { Question } from '../../question';
import {
	base,
	markup,
	set,
	variable,
	wordsHtml,
	write,
	type ItemParts,
	type Markup,
	type QtiVersion
} from './build';
import { matchingParts, multipleParts, orderingParts, singleParts, trueFalseParts } from './write-choice';
import { caseBlock, type WrittenCase } from './write-case';
import { essayParts } from './write-essay';
import { numericParts } from './write-number';
import { fillInParts, shortAnswerParts } from './write-text';

export interface QtiItemOptions {
	/** The item's title. */
	name: string;
	/** An identifier of QTI: a letter, then letters, digits, `.`, `-`, `_`. */
	identifier: string;
	/** The language that others see; ours reads all of them again. */
	locale: Locale;
	version: QtiVersion;
	/** The case that it belongs to. */
	in?: WrittenCase | undefined;
}

const NAMESPACE = {
	'2.1': 'http://www.imsglobal.org/xsd/imsqti_v2p1',
	'3.0': 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0'
};
const TEMPLATES = {
	'2.1': (name: string) => `http://www.imsglobal.org/question/qti_v2p1/rptemplates/${name}`,
	'3.0': (name: string) => `https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/${name}.xml`
};

/**
 * A question as an item. SCORE goes from 0 to 1. Read again by `parseQtiItem` it is the same question: Markdown stands
 * beside its HTML in `data-markdown`, and what QTI has no word for in other `data-` attributes. Pictures are expected
 * beside the item, and in QTI 3 the stimulus of its case too.
 */
export function writeQtiItem(
	question: Question,
	{ name, identifier, locale, version, in: own }: QtiItemOptions
): string {
	const wrap = (html: string) => (version === '3.0' ? write(markup('contentBody', {}, html), version) : html);
	const parts = partsOf(question, locale, version, wrap);
	const feedback = [
		...parts.feedback,
		...(question.explanation ? [{ identifier: 'explanation', words: question.explanation }] : [])
	];
	const item = markup(
		'assessmentItem',
		{
			xmlns: NAMESPACE[version],
			'xml:lang': locale,
			identifier,
			title: name,
			adaptive: false,
			timeDependent: false
		},
		...parts.declarations,
		outcome('SCORE', 1),
		...(parts.outcomes ?? []).map((one) => outcome(one)),
		...(feedback.length
			? [
					markup('outcomeDeclaration', {
						identifier: 'FEEDBACK',
						cardinality: 'multiple',
						baseType: 'identifier'
					})
				]
			: []),
		own && version === '3.0'
			? markup('assessmentStimulusRef', { identifier: own.identifier, href: `${own.identifier}.xml` })
			: null,
		markup(
			'itemBody',
			{},
			own && version === '2.1' ? caseBlock(own.group, locale) : null,
			parts.stem ?? wordsHtml(question.stem, locale),
			...parts.body
		),
		processing(parts, Boolean(question.explanation), feedback.length > 0, version),
		...feedback.map(({ identifier: shown, words }) =>
			markup(
				'modalFeedback',
				{ outcomeIdentifier: 'FEEDBACK', identifier: shown, showHide: 'show' },
				wrap(wordsHtml(words, locale))
			)
		)
	);
	return `<?xml version="1.0" encoding="UTF-8"?>\n${write(item, version)}\n`;
}

const outcome = (identifier: string, normalMaximum?: number): Markup =>
	markup(
		'outcomeDeclaration',
		{ identifier, cardinality: 'single', baseType: 'float', normalMaximum },
		markup('defaultValue', {}, markup('value', {}, '0'))
	);

/** A template where it says everything, else the rules themselves; nothing where only a person can mark. */
function processing(
	parts: ItemParts,
	isExplained: boolean,
	hasFeedback: boolean,
	version: QtiVersion
): Markup | null {
	if (parts.template && !hasFeedback)
		return markup('responseProcessing', { template: TEMPLATES[version](parts.template) });
	const explain = set(
		'FEEDBACK',
		markup('multiple', {}, variable('FEEDBACK'), base('identifier', 'explanation'))
	);
	const rules = [...parts.rules, ...(isExplained ? [explain] : [])];
	return rules.length ? markup('responseProcessing', {}, ...rules) : null;
}

function partsOf(
	question: Question,
	locale: Locale,
	version: QtiVersion,
	wrap: (html: string) => string
): ItemParts {
	switch (question.type) {
		case 'single':
			return singleParts(question, locale);
		case 'multiple':
			return multipleParts(question, locale);
		case 'trueFalse':
			return trueFalseParts(question, locale);
		case 'numeric':
			return numericParts(question, version);
		case 'fillIn':
			return fillInParts(question, locale, version);
		case 'matching':
			return matchingParts(question, locale);
		case 'ordering':
			return orderingParts(question, locale);
		case 'shortAnswer':
			return shortAnswerParts(question, version);
		case 'essay':
			return essayParts(question, locale, wrap);
	}
}
