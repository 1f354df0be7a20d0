import { decimalText, absolute, add, readDecimal, subtract, type Decimal } from '../../decimal';
import type { AcceptedNumber, NumericQuestion } from '../../question';
import { type Compared } from './atoms';
import { proven } from './candidates';
import { single, type Declaration } from './declarations';
import { takeExplanation, takeFeedback } from './feedback';
import type { Item } from './item';
import { prove, tidy } from './proof';
import { descendants, textOf, Unread, type Element } from './xml';

/** A text entry whose response is a number. */
export function readNumber(
	interaction: Element,
	declaration: Declaration,
	compared: Compared[],
	item: Item,
	isLast: boolean
): NumericQuestion {
	if (!compared.length) {
		const { rules } = item.processing;
		const order = rules && descendants(rules, ({ name }) => /^[gl]te?$/.test(name))[0];
		throw order ? new Unread('unsupported', order.line, order.name) : new Unread('noKey', interaction.line);
	}
	const unit = unitOf(interaction);
	const answer = (number: string) => new Map([[declaration.identifier, single(Number(number))]]);
	const proof = prove(item.processing, [
		{ responses: new Map(), given: null },
		...numbersToTry(compared, item).map((number) => ({
			responses: answer(number),
			given: { number, ...(unit && { unit: unit.name }) }
		}))
	]);
	const explanation = takeExplanation(item.feedback, proof.results);
	const accepted = compared.flatMap(({ range, forced }): AcceptedNumber[] => {
		const result = item.processing.run(answer('value' in range ? range.value : range.from), forced);
		const share = tidy((100 * result.score) / proof.maximum);
		if (!(share > 0)) return [];
		const feedback = takeFeedback(item.feedback, result);
		return [{ range, share, ...(feedback && { feedback }) }];
	});
	const question: NumericQuestion = {
		type: 'numeric',
		stem: item.stem(() => (isLast ? '' : '____')),
		accepted,
		...(unit && { unit }),
		...(explanation && { explanation })
	};
	return proven([question], proof, item);
}

/** Where the result may change: at every number that the file names or means, and a little beside; and far away. */
function numbersToTry(compared: Compared[], { processing }: Item): string[] {
	const named = processing.rules
		? descendants(processing.rules, ({ name }) => name === 'baseValue').map(textOf)
		: [];
	const ends = compared.flatMap(({ range }) => {
		const [from, to] = Object.values(range).map((text) => readDecimal(String(text)));
		if (!from || !to) return [];
		return 'value' in range ? [subtract(from, to), from, add(from, to)] : [from, to];
	});
	const all = [...ends, ...named.flatMap((text) => readDecimal(text) ?? [])];
	const step = (number: Decimal): Decimal => {
		const size = decimalText(absolute(number)).split('.')[0]!.length;
		return { units: 1n, places: Math.max(0, 8 - size) };
	};
	const far = all.reduce<Decimal>((most, one) => add(most, absolute(one)), { units: 1n, places: 0 });
	const tried = all.flatMap((one) => [one, add(one, step(one)), subtract(one, step(one))]);
	return [...new Set([...tried, far, subtract({ units: 0n, places: 0 }, far)].map(decimalText))];
}

/** The unit that our own files keep beside the entry. */
function unitOf({ attributes }: Element): NumericQuestion['unit'] {
	const name = attributes.get('data-unit');
	if (!name) return undefined;
	const others: { name: string; factor: string }[] = [];
	for (let i = 1; attributes.has(`data-unit-${i}`); i++)
		others.push({
			name: attributes.get(`data-unit-${i}`)!,
			factor: attributes.get(`data-factor-${i}`) ?? ''
		});
	return { name, others };
}
