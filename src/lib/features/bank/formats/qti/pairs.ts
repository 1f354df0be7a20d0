import type { MatchingQuestion, Words } from '../../question';
import { declarationOf, limited, preferred, proven } from './candidates';
import { atomOf, container, type Declaration } from './declarations';
import { takeExplanation } from './feedback';
import type { Item } from './item';
import { assignments, MOST_PROBES, namesOf, prove } from './proof';
import { htmlOf, promptOf, readWords } from './words';
import { childOf, elements, Unread, type Element } from './xml';

interface Sides {
	/** Words by identifier. */
	left: Map<string, Words>;
	right: Map<string, Words>;
	/** The right side's identifier by the left's. */
	correct: Map<string, string>;
	/** The response value of a pair. */
	pair(left: string, right: string): string;
}

const identifierOf = ({ attributes }: Element) => attributes.get('identifier') ?? '';

function wordsBy(choices: Element[], item: Item): Map<string, Words> {
	return new Map(
		choices.map((choice) => {
			const words = readWords(choice, item.reading);
			if (!words) throw new Unread('empty', choice.line, choice.name);
			return [identifierOf(choice), words];
		})
	);
}

const correctPairs = ({ correct }: Declaration): [string, string][] =>
	(correct?.items ?? []).map((item) => String(item).split(' ') as [string, string]);

/** Where nothing is declared as correct: of each left side, the pair that alone earns most. */
function bestPairs(
	{ identifier }: Declaration,
	item: Item,
	left: string[],
	right: string[]
): [string, string][] {
	if (left.length * right.length > MOST_PROBES) return [];
	return left.flatMap((a) => {
		const worth = right.map(
			(b) => item.processing.run(new Map([[identifier, container('multiple', [`${a} ${b}`])]])).score
		);
		const most = Math.max(...worth);
		return most > 0 ? [[a, right[worth.indexOf(most)]!] as [string, string]] : [];
	});
}

/** `matchInteraction` in which each of one side belongs to one of the other. */
export function readMatch(interaction: Element, item: Item): MatchingQuestion {
	const declaration = declarationOf(interaction, item);
	const sets = elements(interaction, 'simpleMatchSet').map((set) =>
		wordsBy(limited(elements(set, 'simpleAssociableChoice'), set), item)
	);
	const [first, second] = sets;
	if (!first || !second) throw new Unread('unsupported', interaction.line, 'simpleMatchSet');
	const declared = correctPairs(declaration);
	const pairs = declared.length
		? declared
		: bestPairs(declaration, item, [...first.keys()], [...second.keys()]);
	const isOnce = (side: 0 | 1, whole: Map<string, Words>) =>
		pairs.length === whole.size && new Set(pairs.map((pair) => pair[side])).size === whole.size;
	if (isOnce(0, first))
		return readPairs(interaction, declaration, item, {
			left: first,
			right: second,
			correct: new Map(pairs),
			pair: (a, b) => `${a} ${b}`
		});
	if (!isOnce(1, second))
		throw new Unread(pairs.length ? 'unsupported' : 'noKey', interaction.line, 'matchInteraction');
	const turned = new Map(pairs.map(([a, b]) => [b, a]));
	return readPairs(interaction, declaration, item, {
		left: second,
		right: first,
		correct: turned,
		pair: (a, b) => `${b} ${a}`
	});
}

/** `associateInteraction` in which each belongs to one other at most: the first of a pair stands on the left. */
export function readAssociate(interaction: Element, item: Item): MatchingQuestion {
	const declaration = declarationOf(interaction, item);
	const all = wordsBy(limited(elements(interaction, 'simpleAssociableChoice'), interaction), item);
	const pairs = correctPairs(declaration);
	if (!pairs.length) throw new Unread('noKey', interaction.line);
	const used = pairs.flat();
	if (new Set(used).size !== used.length || !used.every((id) => all.has(id)))
		throw new Unread('unsupported', interaction.line, 'associateInteraction');
	const correct = new Map(pairs);
	const left = new Map([...all].filter(([id]) => correct.has(id)));
	const right = new Map([...all].filter(([id]) => !correct.has(id)));
	const pair = (a: string, b: string) => String(atomOf(`${a} ${b}`, declaration.baseType));
	return readPairs(interaction, declaration, item, { left, right, correct, pair });
}

/** `gapMatchInteraction` with texts: gaps get numbers, each belongs to a text. */
export function readGapMatch(interaction: Element, item: Item): MatchingQuestion {
	const declaration = declarationOf(interaction, item);
	const picture = childOf(interaction, 'gapImg');
	if (picture) throw new Unread('unsupported', picture.line, 'gapImg');
	const texts = limited(elements(interaction, 'gapText'), interaction);
	const left = new Map<string, Words>();
	const inside = {
		...interaction,
		children: interaction.children.filter((child) => !(texts as unknown[]).includes(child))
	};
	const html = htmlOf(inside, (child) => {
		if (child.name === 'prompt') return promptOf(interaction);
		if (child.name !== 'gap') return undefined;
		left.set(identifierOf(child), { [item.reading.locale]: `(${left.size + 1})` });
		return ` (${left.size}) ____ `;
	});
	const correct = new Map(correctPairs(declaration).map(([text, gap]) => [gap, text]));
	if (!correct.size) throw new Unread('noKey', interaction.line);
	if (correctPairs(declaration).length !== left.size || ![...left.keys()].every((gap) => correct.has(gap)))
		throw new Unread('unsupported', interaction.line, 'gapMatchInteraction');
	return readPairs(
		interaction,
		declaration,
		item,
		{ left, right: wordsBy(texts, item), correct, pair: (gap, text) => `${text} ${gap}` },
		html
	);
}

function readPairs(
	interaction: Element,
	declaration: Declaration,
	item: Item,
	sides: Sides,
	html?: string
): MatchingQuestion {
	const { left, right, correct, pair } = sides;
	const [lefts, rights] = [[...left.keys()], [...right.keys()]];
	if (![...correct.values()].every((id) => right.has(id)))
		throw new Unread('unknownKey', interaction.line, 'correctResponse');
	const [ids, names] = [namesOf(lefts), namesOf(rights, 'right.')];
	const taken = new Set(correct.values());
	const others = rights.filter((id) => !taken.has(id));
	// What is free on the right gets names behind those of the pairs, unless they are our own.
	const isOwn = rights.every((id) => id === `right.${names.get(id)}`);
	const free = namesOf([...lefts, ...others], isOwn ? OWN_NAMES_ELSEWHERE : undefined);
	const givenFor = (id: string) =>
		ids.get(lefts.find((one) => correct.get(one) === id) ?? '') ?? (isOwn ? names.get(id)! : free.get(id)!);
	const proof = prove(
		item.processing,
		assignments(lefts, rights, correct).map((assigned) => ({
			responses: new Map([
				[
					declaration.identifier,
					container(
						'multiple',
						lefts.flatMap((id, i) => (assigned[i] ? [pair(id, assigned[i])] : []))
					)
				]
			]),
			given: Object.fromEntries(
				lefts.flatMap((id, i) => (assigned[i] ? [[ids.get(id)!, givenFor(assigned[i])]] : []))
			)
		}))
	);
	const explanation = takeExplanation(item.feedback, proof.results);
	const base = {
		type: 'matching' as const,
		stem: item.stem(() => html),
		pairs: lefts.map((id) => ({
			id: ids.get(id)!,
			left: left.get(id)!,
			right: right.get(correct.get(id)!)!
		})),
		others: others.map((id) => ({ id: givenFor(id), right: right.get(id)! })),
		...(explanation && { explanation })
	};
	const candidates: MatchingQuestion[] = [
		{ ...base, policy: 'allOrNothing' },
		{ ...base, policy: 'partial' }
	];
	return proven(preferred(interaction, candidates), proof, item);
}

/** No identifier begins so: letters are given in their order. */
const OWN_NAMES_ELSEWHERE = '\0';
