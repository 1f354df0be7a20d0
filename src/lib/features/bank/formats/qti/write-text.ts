import type { Locale } from '$lib/i18n/locales';
import type { AcceptedText, FillInQuestion, ShortAnswerQuestion, TextMatching, Words } from '../../question';
import {
	base,
	correctResponse,
	declaration,
	mapped,
	mapping,
	markup,
	part,
	set,
	variable,
	when,
	wordsHtml,
	write,
	type ItemParts,
	type Markup,
	type QtiVersion
} from './build';
import { OWN } from './proof';
import { plainOf } from './wildcards';

export const better = (outcome: string, share: number): Markup =>
	set(outcome, markup('max', {}, variable(outcome), base('float', part(share))));

interface Written {
	declaration: Markup;
	/** What the answer is worth, of 1. */
	score: Markup;
	rules: Markup[];
	outcomes: string[];
	feedback: ItemParts['feedback'];
}

/** One text entry: a mapping, or comparisons where feedback follows from them. */
function textResponse(
	identifier: string,
	accepted: AcceptedText[],
	isCase: boolean,
	isWild: boolean
): Written {
	const texts = accepted.map(({ text, share }) => [isWild ? text : plainOf(text)!, part(share)] as const);
	const right = accepted.findIndex(({ share }) => share === 100);
	const correct = right >= 0 ? correctResponse([texts[right]![0]]) : null;
	const feedback = accepted.flatMap(({ feedback: words }, i) =>
		words ? [{ identifier: `accepted.${i + 1}.${identifier}`, words }] : []
	);
	if (!feedback.length)
		return {
			declaration: declaration(
				identifier,
				'single',
				'string',
				correct,
				texts.length ? mapping(texts, isCase) : null
			),
			score: mapped(identifier),
			rules: [],
			outcomes: [],
			feedback
		};
	const outcome = `${identifier}.SCORE`;
	const rules = accepted.map(({ share }, i) =>
		when(
			markup('stringMatch', { caseSensitive: isCase }, variable(identifier), base('string', texts[i]![0])),
			better(outcome, share),
			...say(`accepted.${i + 1}.${identifier}`, feedback)
		)
	);
	return {
		declaration: declaration(identifier, 'single', 'string', correct),
		score: variable(outcome),
		rules,
		outcomes: [outcome],
		feedback
	};
}

/** The rule that shows one piece of feedback, when there is one. */
export const say = (identifier: string, feedback: ItemParts['feedback']): Markup[] =>
	feedback.some((one) => one.identifier === identifier)
		? [set('FEEDBACK', markup('multiple', {}, variable('FEEDBACK'), base('identifier', identifier)))]
		: [];

const entry = (responseIdentifier: string, matching: TextMatching, isWild: boolean): Markup =>
	markup('textEntryInteraction', {
		responseIdentifier,
		'data-case': matching.case,
		'data-width': matching.width,
		'data-wildcards': isWild ? true : undefined
	});

const isWildcard = (accepted: readonly AcceptedText[]) => accepted.some(({ text }) => plainOf(text) === null);

/** The place of an answer behind the stem. */
export const answer = (inside: string): string => `<p data-answer="">${inside}</p>`;

export function shortAnswerParts(
	{ accepted, matching }: ShortAnswerQuestion,
	version: QtiVersion
): ItemParts {
	const isWild = isWildcard(accepted);
	const written = textResponse('RESPONSE', accepted, matching.case, isWild);
	return {
		declarations: [written.declaration],
		outcomes: written.outcomes,
		body: [answer(write(entry('RESPONSE', matching, isWild), version))],
		...(accepted.length && !written.rules.length && { template: 'map_response' as const }),
		rules: accepted.length ? [...written.rules, set('SCORE', written.score)] : [],
		feedback: written.feedback
	};
}

/** Gaps stand in the stem, whatever language of it is shown; what it does not show stands behind it. */
export function fillInParts(
	{ stem, gaps, matching }: FillInQuestion,
	locale: Locale,
	version: QtiVersion
): ItemParts {
	const isWild = gaps.some(({ accepted }) => isWildcard(accepted));
	const all = gaps.map(({ id, accepted }) => textResponse(OWN + id, accepted, matching.case, isWild));
	const shown = wordsHtml(stem as Words, locale, (html) =>
		gaps.reduce((text, { id }) => {
			const interaction = write(entry(OWN + id, matching, isWild), version);
			const at = text.indexOf(`{{${id}}}`);
			return at < 0 ? text + interaction : text.slice(0, at) + interaction + text.slice(at + id.length + 4);
		}, html)
	);
	const sum = markup('sum', {}, ...all.map(({ score }) => score));
	return {
		declarations: all.map((one) => one.declaration),
		outcomes: all.flatMap(({ outcomes }) => outcomes),
		stem: shown,
		body: [],
		rules: [
			...all.flatMap(({ rules }) => rules),
			set('SCORE', markup('divide', {}, sum, base('float', gaps.length)))
		],
		feedback: all.flatMap(({ feedback }) => feedback)
	};
}
