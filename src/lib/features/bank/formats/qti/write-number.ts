import { decimalText, readDecimal } from '../../decimal';
import type { NumericQuestion } from '../../question';
import {
	base,
	correctResponse,
	declaration,
	markup,
	plainText,
	variable,
	when,
	write,
	type ItemParts,
	type Markup,
	type QtiVersion
} from './build';
import { answer, better, say } from './write-text';

/** As XML Schema writes doubles; what is written so stays as it is. */
const decimal = (text: string): string => {
	const number = /^-?\d+(\.\d+)?(e[+-]?\d{1,2})?$/i.test(text) ? null : readDecimal(text);
	return number ? decimalText(number) : text;
};

export function numericParts({ accepted, unit }: NumericQuestion, version: QtiVersion): ItemParts {
	const feedback = accepted.flatMap(({ feedback: words }, i) =>
		words ? [{ identifier: `accepted.${i + 1}`, words }] : []
	);
	const end = (name: 'gte' | 'lte', value: string) =>
		markup(name, {}, variable('RESPONSE'), base('float', decimal(value)));
	const condition = ({ range }: NumericQuestion['accepted'][number]): Markup => {
		if (!('value' in range)) return markup('and', {}, end('gte', range.from), end('lte', range.to));
		const tolerance = decimal(range.tolerance);
		const mode =
			tolerance === '0'
				? { toleranceMode: 'exact' }
				: { toleranceMode: 'absolute', tolerance: `${tolerance} ${tolerance}` };
		return markup('equal', mode, variable('RESPONSE'), base('float', decimal(range.value)));
	};
	const best = accepted.find(({ share }) => share === 100)?.range;
	const interaction = markup('textEntryInteraction', {
		responseIdentifier: 'RESPONSE',
		'data-unit': unit?.name,
		...Object.fromEntries(
			(unit?.others ?? []).flatMap(({ name, factor }, i) => [
				[`data-unit-${i + 1}`, name],
				[`data-factor-${i + 1}`, factor]
			])
		)
	});
	return {
		declarations: [
			declaration(
				'RESPONSE',
				'single',
				'float',
				best ? correctResponse([decimal('value' in best ? best.value : best.from)]) : null
			)
		],
		body: [answer(`${write(interaction, version)}${unit ? ` ${plainText(unit.name)}` : ''}`)],
		rules: accepted.map((one, i) =>
			when(condition(one), better('SCORE', one.share), ...say(`accepted.${i + 1}`, feedback))
		),
		feedback
	};
}
