import type { Locale } from '$lib/i18n/locales';
import type {
	MatchingQuestion,
	MultipleQuestion,
	Option,
	OrderingQuestion,
	SingleQuestion,
	TrueFalseQuestion,
	Words
} from '../../question';
import {
	base,
	correctResponse,
	declaration,
	mapped,
	mapping,
	markup,
	part,
	plainNumber,
	set,
	variable,
	when,
	wordsHtml,
	type ItemParts,
	type Markup
} from './build';
import { OWN } from './proof';

const RESPONSE = 'RESPONSE';
export const matchCorrect = (identifier = RESPONSE): Markup =>
	when(
		markup('match', {}, variable(identifier), markup('correct', { identifier })),
		set('SCORE', base('float', 1))
	);

/** Says what belongs to each chosen option: feedback has the option's identifier. */
const echo = (feedback: ItemParts['feedback']): Markup[] =>
	feedback.length ? [set('FEEDBACK', markup('multiple', {}, variable('FEEDBACK'), variable(RESPONSE)))] : [];

function choiceParts(
	choices: readonly { id: string; text: Words; feedback?: Words | undefined }[],
	own: Pick<ItemParts, 'template'> & { response: Markup; attributes: Markup['attributes'] },
	locale: Locale
): ItemParts {
	const feedback = choices.flatMap(({ id, feedback: words }) =>
		words ? [{ identifier: OWN + id, words }] : []
	);
	const interaction = markup(
		'choiceInteraction',
		{ responseIdentifier: RESPONSE, ...own.attributes },
		...choices.map(({ id, text }) =>
			markup('simpleChoice', { identifier: OWN + id }, wordsHtml(text, locale))
		)
	);
	const score = own.template === 'map_response' ? set('SCORE', mapped(RESPONSE)) : matchCorrect();
	return {
		declarations: [own.response],
		body: [interaction],
		...(own.template && { template: own.template }),
		rules: [score, ...echo(feedback)],
		feedback
	};
}

const shares = (options: readonly Option[]) =>
	mapping(
		options.flatMap(({ id, share }) => (share === undefined ? [] : [[OWN + id, part(share)] as const]))
	);

export function singleParts({ options, correct, policy }: SingleQuestion, locale: Locale): ItemParts {
	const isWhole = policy === 'allOrNothing';
	const response = declaration(
		RESPONSE,
		'single',
		'identifier',
		correctResponse([OWN + correct]),
		isWhole ? null : shares(options)
	);
	const attributes = { shuffle: true, maxChoices: 1, 'data-policy': policy };
	return choiceParts(
		options,
		{ response, attributes, template: isWhole ? 'match_correct' : 'map_response' },
		locale
	);
}

export function multipleParts({ options, correct, policy }: MultipleQuestion, locale: Locale): ItemParts {
	const each = 1 / correct.length;
	// `partial`: one wrong choice takes away all that the right ones can bring.
	const wrong = policy === 'partial' ? -1 : -each;
	const equal = mapping(
		options.map(({ id }) => [OWN + id, plainNumber(correct.includes(id) ? each : wrong)] as const)
	);
	const response = declaration(
		RESPONSE,
		'multiple',
		'identifier',
		correctResponse(correct.map((id) => OWN + id)),
		policy === 'allOrNothing' ? null : policy === 'perOption' ? shares(options) : equal
	);
	const attributes = { shuffle: true, maxChoices: 0, 'data-policy': policy };
	const template = policy === 'allOrNothing' ? 'match_correct' : 'map_response';
	return choiceParts(options, { response, attributes, template }, locale);
}

export function trueFalseParts({ correct, feedback }: TrueFalseQuestion, locale: Locale): ItemParts {
	const options = (['true', 'false'] as const).map((id) => ({
		id,
		text: id === 'true' ? { 'zh-CN': '正确', en: 'True' } : { 'zh-CN': '错误', en: 'False' },
		feedback: feedback?.[id]
	}));
	const response = declaration(RESPONSE, 'single', 'identifier', correctResponse([OWN + String(correct)]));
	return choiceParts(
		options,
		{ response, attributes: { shuffle: false, maxChoices: 1 }, template: 'match_correct' },
		locale
	);
}

/** Right sides that say the same are written once, so that either of them is right. */
export function matchingParts({ pairs, others, policy }: MatchingQuestion, locale: Locale): ItemParts {
	const key = (words: Words) => JSON.stringify([words['zh-CN'], words.en]);
	const first = new Map([...pairs].reverse().map(({ id, right }) => [key(right), id]));
	const valueOf = ({ id, right }: MatchingQuestion['pairs'][number]) =>
		`${OWN}${id} right.${first.get(key(right))}`;
	const rights = [...pairs.filter(({ id, right }) => first.get(key(right)) === id), ...others];
	const choice = (identifier: string, matchMax: number, words: Words) =>
		markup('simpleAssociableChoice', { identifier, matchMax }, wordsHtml(words, locale));
	const each = plainNumber(1 / pairs.length);
	const isPartial = policy === 'partial';
	return {
		declarations: [
			declaration(
				RESPONSE,
				'multiple',
				'directedPair',
				correctResponse(pairs.map(valueOf)),
				isPartial ? mapping(pairs.map((pair) => [valueOf(pair), each] as const)) : null
			)
		],
		body: [
			markup(
				'matchInteraction',
				{ responseIdentifier: RESPONSE, shuffle: true, maxAssociations: pairs.length, 'data-policy': policy },
				markup('simpleMatchSet', {}, ...pairs.map(({ id, left }) => choice(OWN + id, 1, left))),
				markup('simpleMatchSet', {}, ...rights.map(({ id, right }) => choice(`right.${id}`, 0, right)))
			)
		],
		template: isPartial ? 'map_response' : 'match_correct',
		rules: [isPartial ? set('SCORE', mapped(RESPONSE)) : matchCorrect()],
		feedback: []
	};
}

export function orderingParts({ items, policy }: OrderingQuestion, locale: Locale): ItemParts {
	const each = plainNumber(1 / (items.length - 1));
	const next = ({ id }: { id: string }, i: number) =>
		when(
			markup(
				'contains',
				{},
				variable(RESPONSE),
				markup('ordered', {}, ...[items[i]!.id, id].map((one) => base('identifier', OWN + one)))
			),
			set('SCORE', markup('sum', {}, variable('SCORE'), base('float', each)))
		);
	return {
		declarations: [
			declaration(RESPONSE, 'ordered', 'identifier', correctResponse(items.map(({ id }) => OWN + id)))
		],
		body: [
			markup(
				'orderInteraction',
				{ responseIdentifier: RESPONSE, shuffle: true, 'data-policy': policy },
				...items.map(({ id, text }) =>
					markup('simpleChoice', { identifier: OWN + id }, wordsHtml(text, locale))
				)
			)
		],
		...(policy === 'allOrNothing' && { template: 'match_correct' as const }),
		rules: policy === 'allOrNothing' ? [matchCorrect()] : items.slice(1).map(next),
		feedback: []
	};
}
