import type {
	AcceptedText,
	FillInQuestion,
	Question,
	ShortAnswerQuestion,
	TextMatching,
	Words
} from '../../question';
import { comparedWith, type Compared } from './atoms';
import { declarationOf, limited, proven } from './candidates';
import { single, type Declaration } from './declarations';
import { takeExplanation, takeFeedback } from './feedback';
import type { Item } from './item';
import { readNumber } from './number';
import { combinations, namesOf, OWN, prove, tidy, type Proof } from './proof';
import { literal } from './wildcards';
import { htmlOf, sourceOf } from './words';
import { descendants, Unread, type Element } from './xml';

/** A text that nothing expects. */
const UNKNOWN = '\u00A4';

interface Gap {
	id: string;
	interaction: Element;
	declaration: Declaration;
	compared: Compared[];
	/** Texts that are tried: what is compared, in other cases too, and what nothing expects. */
	tried: string[];
}

/** Text entries: a number, one text at the end of the words (short answer), or gaps in them. */
export function readTextEntries(interactions: Element[], item: Item): Question {
	const ids = namesOf(interactions.map(({ attributes }) => attributes.get('responseIdentifier') ?? ''));
	const isOwn = [...ids.keys()].every((identifier) => identifier.startsWith(OWN));
	const gaps = limited(interactions, item.body).map((interaction, i): Gap => {
		const declaration = declarationOf(interaction, item);
		const compared = limited(comparedWith(declaration, item.processing), interaction);
		const texts = [...new Set(compared.map(({ text }) => text))];
		const cased = texts.flatMap((text) => [text, text.toLowerCase(), text.toUpperCase()]);
		const tried = [...new Set([...cased, UNKNOWN])];
		const id = isOwn ? ids.get(declaration.identifier)! : String(i + 1);
		return { id, interaction, declaration, compared, tried };
	});
	// The language that is shown may have our gaps in another order.
	const order = [...item.processing.declarations.keys()];
	if (isOwn)
		gaps.sort((a, b) => order.indexOf(a.declaration.identifier) - order.indexOf(b.declaration.identifier));
	if (ids.size !== interactions.length) throw new Unread('gaps', interactions[0]!.line, 'responseIdentifier');
	const [first] = gaps as [Gap];
	const isOnly = gaps.length === 1;
	const isNumber = ({ declaration: { baseType }, compared }: Gap) =>
		['integer', 'float'].includes(baseType) || compared.some((one) => one.isNumber);
	const odd = gaps.find(
		(gap) =>
			gap.declaration.cardinality !== 'single' ||
			(isNumber(gap) ? !isOnly : gap.declaration.baseType !== 'string')
	);
	if (odd) {
		const what = odd.declaration.baseType === 'string' ? 'equal' : odd.declaration.baseType;
		throw new Unread('unsupported', odd.interaction.line, `textEntryInteraction: ${what}`);
	}
	const isAtEnd = isOnly && isLast(first.interaction, item);
	if (isNumber(first)) return readNumber(first.interaction, first.declaration, first.compared, item, isAtEnd);
	return isAtEnd ? readShortAnswer(first, item) : readGaps(gaps, item);
}

/** Whether nothing follows it; beside our own source it always stands behind. */
function isLast(interaction: Element, { body }: Item): boolean {
	const own = sourceOf(body);
	if (own) return !descendants(own, (node) => node === interaction).length;
	const html = htmlOf(body, (node) => (node.name === 'textEntryInteraction' ? '\0' : undefined));
	const rest = html.slice(html.indexOf('\0') + 1);
	return !/<img/.test(rest) && !rest.replace(/<[^<>]*>/g, '').trim();
}

function readShortAnswer(gap: Gap, item: Item): ShortAnswerQuestion {
	const stem = item.stem(() => '');
	if (!gap.compared.length && !item.processing.declarations.get(gap.declaration.identifier)?.correct) {
		if (!item.processing.rules && !item.processing.isAbsent) throw new Unread('noKey', item.processing.line);
		const results = item.processing.rules
			? [null, UNKNOWN].map((text) =>
					item.processing.run(new Map([[gap.declaration.identifier, text ? single(text) : null]]))
				)
			: [];
		if (results.some(({ score }) => score !== 0)) throw new Unread('noKey', gap.interaction.line);
		const explanation = takeExplanation(item.feedback, results);
		return {
			type: 'shortAnswer',
			stem,
			accepted: [],
			matching: ownMatching(gap, true),
			...(explanation && { explanation })
		};
	}
	return read(
		[gap],
		item,
		([given]) => given ?? '',
		([accepted], matching) => ({ type: 'shortAnswer', stem, accepted: accepted!, matching })
	);
}

function readGaps(gaps: Gap[], item: Item): FillInQuestion {
	const empty = gaps.find(({ compared }) => !compared.length);
	if (empty)
		item.processing.run(new Map(gaps.map(({ declaration }) => [declaration.identifier, single(UNKNOWN)])));
	if (empty) throw new Unread('gaps', empty.interaction.line, empty.declaration.identifier);
	const marks = new Map(gaps.map(({ interaction, id }) => [interaction, `{{${id}}}`]));
	const stem: Words = item.stem((interaction) => marks.get(interaction));
	// Other people's words may have braces of their own.
	if (Object.values(stem).some((text) => text.split('{{').length - 1 !== gaps.length))
		throw new Unread('gaps', item.body.line, '{{');
	return read(
		gaps,
		item,
		(given) => Object.fromEntries(gaps.flatMap(({ id }, i) => (given[i] === null ? [] : [[id, given[i]!]]))),
		(accepted, matching) => ({
			type: 'fillIn',
			stem,
			gaps: gaps.map(({ id }, i) => ({ id, accepted: accepted[i]! })),
			matching
		})
	);
}

function read<T extends ShortAnswerQuestion | FillInQuestion>(
	gaps: Gap[],
	item: Item,
	givenOf: (texts: (string | null)[]) => string | Record<string, string>,
	question: (accepted: AcceptedText[][], matching: TextMatching) => T
): T {
	const proof = prove(
		item.processing,
		triedTogether(gaps).map((texts) => ({
			responses: new Map(
				gaps.map(({ declaration }, i) => [
					declaration.identifier,
					texts[i] === null ? null : single(texts[i]!)
				])
			),
			given: givenOf(texts)
		}))
	);
	const explanation = takeExplanation(item.feedback, proof.results);
	const isWild = gaps.some(({ interaction }) => interaction.attributes.get('data-wildcards') === 'true');
	const accepted = gaps.map((gap) => acceptedOf(gap, gaps.length, item, proof, isWild));
	const isCase = gaps.every(({ compared }) => compared.every(({ isCaseSensitive }) => isCaseSensitive));
	const candidates = [isCase, !isCase].map((either) => ({
		...question(accepted, ownMatching(gaps[0]!, either)),
		...(explanation && { explanation })
	}));
	// Only we write texts with wildcards, and what they hold cannot be tried out.
	return isWild ? candidates[0]! : proven(candidates, proof, item);
}

/** How texts are compared: as our own file says, else as its comparisons do; full-width forms are one, as spaces are. */
function ownMatching({ interaction }: Gap, isCase: boolean): TextMatching {
	const written = interaction.attributes.get('data-case');
	return {
		case: written === undefined ? isCase : written === 'true',
		width: interaction.attributes.get('data-width') === 'true'
	};
}

/** What one gap takes, each with its share of the gap's part of the marks. */
function acceptedOf(
	gap: Gap,
	count: number,
	item: Item,
	{ maximum }: Proof,
	isWild: boolean
): AcceptedText[] {
	return gap.compared.flatMap(({ text, forced }) => {
		const result = item.processing.run(new Map([[gap.declaration.identifier, single(text)]]), forced);
		const share = tidy((100 * result.score * count) / maximum);
		if (!(share > 0) || !text.trim()) return [];
		if (share > 100) throw new Unread('unsupported', item.processing.line, item.processing.method);
		const feedback = takeFeedback(item.feedback, result);
		return { text: isWild ? text : literal(text), share, ...(feedback && { feedback }) };
	});
}

/** What is tried over all gaps: every combination, or each gap and each two of them where those are too many. */
function triedTogether(gaps: Gap[]): (string | null)[][] {
	const whole = combinations(gaps.map(({ tried }) => [null, ...tried]));
	if (whole) return whole;
	const none = gaps.map(() => null as string | null);
	const alone = gaps.map(({ tried }, i) => tried.map((text) => none.with(i, text)));
	const best = gaps.map(({ compared }) => compared[0]!.text as string | null);
	const pairs = alone.flatMap((list, i) =>
		list.flatMap((one) => gaps.slice(i + 1).map((other, k) => one.with(i + 1 + k, other.compared[0]!.text)))
	);
	return [none, best, ...alone.flat(), ...best.map((_text, i) => best.with(i, UNKNOWN)), ...pairs].slice(
		0,
		20_000
	);
}
