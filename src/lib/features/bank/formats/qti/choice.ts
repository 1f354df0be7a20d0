import type { MultiplePolicy, MultipleQuestion, Option, Question, SingleQuestion } from '../../question';
import { declarationOf, limited, preferred, proven } from './candidates';
import { container, single, type Declaration, type Value } from './declarations';
import { takeExactly, takeExplanation, takeFeedback } from './feedback';
import type { Item } from './item';
import { namesOf, OWN, prove, tidy, type Probe, type Proof } from './proof';
import { readWords } from './words';
import { descendants, elements, Unread, type Element } from './xml';

/** Up to so many options every choice among several is tried; beyond, those of one, two, all right and nearly so. */
const TRIED_WHOLE = 12;

/** `choiceInteraction`: a truth (by our own identifiers), one of several, or several. */
export function readChoice(interaction: Element, item: Item): Question {
	const declaration = declarationOf(interaction, item);
	if (declaration.cardinality === 'ordered') throw new Unread('unsupported', interaction.line, 'ordered');
	const choices = limited(elements(interaction, 'simpleChoice'), interaction);
	if (choices.length < 2) throw new Unread('fewOptions', interaction.line);
	const isMany = declaration.cardinality === 'multiple' && interaction.attributes.get('maxChoices') !== '1';
	const identifiers = choices.map(({ attributes }) => attributes.get('identifier') ?? '');
	if (!isMany && identifiers.join() === `${OWN}true,${OWN}false`)
		return readTrueFalse(declaration, identifiers, item);
	return isMany
		? readMultiple(interaction, choices, declaration, item)
		: readSingle(interaction, choices, declaration, item);
}

/** One gap with a list to choose from is a choice whose stem has a blank. */
export function readInlineChoice(interaction: Element, item: Item): Question {
	const choices = limited(elements(interaction, 'inlineChoice'), interaction);
	if (choices.length < 2) throw new Unread('fewOptions', interaction.line);
	return readSingle(interaction, choices, declarationOf(interaction, item), item, '____');
}

const valueOf = ({ cardinality }: Declaration, ids: string[]): Value =>
	cardinality === 'single' ? (ids[0] === undefined ? null : single(ids[0])) : container('multiple', ids);

function proofOf(
	item: Item,
	declaration: Declaration,
	chosen: string[][],
	given: (ids: string[]) => Probe['given']
): Proof {
	const probes = chosen.map((ids) => ({
		responses: new Map([[declaration.identifier, valueOf(declaration, ids)]]),
		given: ids.length ? given(ids) : null
	}));
	const proof = prove(item.processing, probes);
	if (proof.maximum <= 0) throw new Unread('noKey', item.root.line);
	if (proof.isNegative)
		item.problems.push({ code: 'fractions', line: item.root.line, what: 'lowerBound', minor: true });
	return proof;
}

function optionsOf(choices: Element[], item: Item, ids: Map<string, string>): Option[] {
	return choices.map((choice) => {
		const text = readWords(choice, item.reading);
		if (!text) throw new Unread('empty', choice.line, choice.name);
		return { id: ids.get(choice.attributes.get('identifier') ?? '')!, text };
	});
}

/** Each option's share: what its mapping says, else what it scores alone. */
function withShares(
	options: Option[],
	identifiers: string[],
	declaration: Declaration,
	proof: Proof | null,
	maximum: number
): Option[] {
	return options.map((option, i) => {
		const entry = declaration.mapping?.entries.find(({ key }) => key === identifiers[i]);
		const worth = entry?.value ?? (declaration.mapping?.defaultValue || undefined);
		const earned = proof ? proof.results[i + 1]!.score || undefined : worth;
		const share = earned === undefined ? undefined : (100 * earned) / maximum;
		return share === undefined ? option : { ...option, share: tidy(Math.min(100, Math.max(-100, share))) };
	});
}

function readTrueFalse(declaration: Declaration, identifiers: string[], item: Item): Question {
	const proof = proofOf(
		item,
		declaration,
		[[], ...identifiers.map((id) => [id])],
		([id]) => id === identifiers[0]
	);
	const explanation = takeExplanation(item.feedback, proof.results);
	const [right, wrong] = [1, 2].map((i) => takeFeedback(item.feedback, proof.results[i]!));
	const feedback = { ...(right && { true: right }), ...(wrong && { false: wrong }) };
	const question = (correct: boolean): Question => ({
		type: 'trueFalse',
		stem: item.stem(),
		correct,
		...(Object.keys(feedback).length && { feedback }),
		...(explanation && { explanation })
	});
	return proven([question(true), question(false)], proof, item);
}

function readSingle(
	interaction: Element,
	choices: Element[],
	declaration: Declaration,
	item: Item,
	blank?: string
): SingleQuestion {
	const identifiers = choices.map(({ attributes }) => attributes.get('identifier') ?? '');
	const ids = namesOf(identifiers);
	const proof = proofOf(item, declaration, [[], ...identifiers.map((id) => [id])], ([id]) => ids.get(id!)!);
	const explanation = takeExplanation(item.feedback, proof.results);
	const options = optionsOf(choices, item, ids).map((option, i) => {
		const feedback = takeFeedback(item.feedback, proof.results[i + 1]!);
		return feedback ? { ...option, feedback } : option;
	});
	const declared = identifiers.indexOf(String(declaration.correct?.items[0]));
	const shares = proof.shares.slice(1);
	const best = Math.max(...shares);
	const at = declared >= 0 && shares[declared]! === best ? declared : shares.indexOf(best);
	const base = {
		type: 'single' as const,
		stem: item.stem(() => blank),
		...(explanation && { explanation }),
		correct: options[at]!.id
	};
	const mapped = withShares(options, identifiers, declaration, null, proof.maximum);
	const alone = withShares(options, identifiers, declaration, proof, proof.maximum);
	return proven(
		preferred<SingleQuestion>(interaction, [
			{ ...base, options, policy: 'allOrNothing' },
			{ ...base, options: mapped, policy: 'perOption' },
			{ ...base, options: alone, policy: 'perOption' }
		]),
		proof,
		item
	);
}

function readMultiple(
	interaction: Element,
	choices: Element[],
	declaration: Declaration,
	item: Item
): MultipleQuestion {
	const identifiers = choices.map(({ attributes }) => attributes.get('identifier') ?? '');
	const ids = namesOf(identifiers);
	const declared = (declaration.correct?.items ?? []).map(String).filter((id) => ids.has(id));
	const chosen = choicesOf(identifiers, declared, item);
	const proof = proofOf(item, declaration, chosen, (given) => given.map((id) => ids.get(id)!));
	const explanation = takeExplanation(item.feedback, proof.results);
	const options = optionsOf(choices, item, ids).map((option, i) => {
		const feedback = takeExactly(item.feedback, proof.results, (at) => chosen[at]!.includes(identifiers[i]!));
		return feedback ? { ...option, feedback } : option;
	});
	const best = chosen[proof.shares.indexOf(Math.max(...proof.shares))]!;
	const key = (declared.length ? declared : best).map((id) => ids.get(id)!);
	const base = {
		type: 'multiple' as const,
		stem: item.stem(),
		...(explanation && { explanation }),
		correct: options.map(({ id }) => id).filter((id) => key.includes(id))
	};
	const equal = (['allOrNothing', 'partialWithPenalty', 'partial'] as MultiplePolicy[]).map((policy) => ({
		...base,
		options,
		policy
	}));
	const shares = [null, proof].map((by) => withShares(options, identifiers, declaration, by, proof.maximum));
	const own = shares.map((list) => ({ ...base, options: list, policy: 'perOption' as const }));
	return proven(preferred<MultipleQuestion>(interaction, [...equal, ...own]), proof, item);
}

/** The choices that are tried: nothing, each alone, then the others. */
function choicesOf(all: string[], correct: string[], { processing }: Item): string[][] {
	const alone = all.map((id) => [id]);
	if (all.length <= TRIED_WHOLE) {
		const rest = Array.from({ length: 2 ** all.length }, (_none, bits) =>
			all.filter((_id, i) => (bits >> i) & 1)
		);
		return [[], ...alone, ...rest.filter(({ length }) => length > 1)];
	}
	// So many can only be told for sure where the rules name no option.
	const naming =
		processing.rules && descendants(processing.rules, ({ name }) => ['member', 'contains'].includes(name))[0];
	if (naming) throw new Unread('unsupported', naming.line, naming.name);
	const pairs = all.flatMap((id, i) => all.slice(i + 1).map((other) => [id, other]));
	const near = all.map((id) =>
		correct.includes(id) ? correct.filter((one) => one !== id) : [...correct, id]
	);
	return [[], ...alone, ...pairs, correct, ...near, all];
}
