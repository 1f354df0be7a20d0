import type { Locale } from '$lib/i18n/locales';
import type { Question, Words } from '../../question';
import type { ParsedQuestion, Problem } from '../parsed';
import { pictureName } from '../markdown';
import { readChoice, readInlineChoice } from './choice';
import { readFeedback, type Feedback } from './feedback';
import { readEssay } from './essay';
import { readOrder } from './order';
import { readAssociate, readGapMatch, readMatch } from './pairs';
import { readProcessing, type Processing } from './processing';
import type { InCase } from './stimulus';
import { readTextEntries } from './text';
import { promptOf, readWords, type Reading } from './words';
import { childOf, descendants, parseXml, Unread, type Element } from './xml';

/** An item while it is read. */
export interface Item {
	root: Element;
	body: Element;
	processing: Processing;
	reading: Reading;
	feedback: Feedback[];
	problems: Problem[];
	/** The words of the body; `replace` gives what stands for an interaction instead of its prompt. */
	stem(replace?: (interaction: Element) => string | undefined): Words;
}

export interface ItemOptions {
	/** Of words that do not say their own language. */
	locale: Locale;
	/** The name of the picture at an address; by default its last part. */
	nameOf?: (address: string) => string | null;
	/** Steps of response processing that are left for all items of a file. */
	budget?: { left: number };
	/** The case that an item belongs to; without it, one that refers to material stays out. */
	caseOf?: (root: Element) => InCase | null;
}

type Reader = (interaction: Element, item: Item) => Question;
const READERS: Record<string, Reader> = {
	choiceInteraction: readChoice,
	inlineChoiceInteraction: readInlineChoice,
	matchInteraction: readMatch,
	associateInteraction: readAssociate,
	gapMatchInteraction: readGapMatch,
	orderInteraction: readOrder,
	extendedTextInteraction: readEssay
};

/** Parts of an item that change it from one candidate to the next, or bring what stands elsewhere. */
const FOREIGN = ['templateDeclaration', 'templateProcessing', 'assessmentStimulusRef'];

/**
 * One item of QTI 2.0 to 3.0 (1EdTech). Never throws: what cannot be read is in `problems`, with its line. A question is
 * only given when it was tried out that it scores answers as the item's own response processing does.
 */
export function parseQtiItem(xml: string, options: ItemOptions & { fileName: string }): ParsedQuestion {
	try {
		return readItem(parseXml(xml), options, options.fileName);
	} catch (error) {
		return { ...nothing(1, options.fileName), problems: [problemOf(error)] };
	}
}

/** The same for an element. Problems of reading are in what is given. */
export function readItem(
	root: Element,
	{ locale, nameOf = pictureName, budget, caseOf }: ItemOptions,
	fileName = ''
): ParsedQuestion {
	const of = (name: string) => root.attributes.get(name)?.trim() ?? '';
	const parsed = nothing(root.line, of('title') || of('identifier') || fileName);
	const reading: Reading = { locale, nameOf, pictures: new Set() };
	try {
		const group = caseOf?.(root);
		if (group) {
			const { code, line, lost } = group;
			parsed.case = code;
			parsed.problems.push(
				...lost.map((what) => ({ code: 'noPicture' as const, line, what, minor: true as const }))
			);
		}
		const item = begin(group?.root ?? root, reading, parsed.problems, budget);
		parsed.question = readQuestion(item);
		if (item.feedback.some(({ isTaken }) => !isTaken))
			item.problems.push({ code: 'unsupported', line: root.line, what: 'feedback', minor: true });
		parsed.pictures = [...reading.pictures];
	} catch (error) {
		parsed.problems.push(problemOf(error));
	}
	return parsed;
}

const nothing = (line: number, name: string): ParsedQuestion => ({
	line,
	name,
	category: [],
	tags: [],
	question: null,
	problems: [],
	pictures: []
});

/** What was thrown as a problem; anything but `Unread` is a file that nobody thought of. */
export function problemOf(error: unknown): Problem {
	if (!(error instanceof Unread)) return { code: 'syntax', line: 1 };
	const { code, line, what } = error;
	return { code, line, ...(what && { what }) };
}

function begin(root: Element, reading: Reading, problems: Problem[], budget: ItemOptions['budget']): Item {
	if (root.name !== 'assessmentItem') throw new Unread('unsupported', root.line, root.name);
	if (root.attributes.get('adaptive') === 'true') throw new Unread('unsupported', root.line, 'adaptive');
	const foreign = descendants(root, ({ name }) => FOREIGN.includes(name))[0];
	if (foreign) throw new Unread('unsupported', foreign.line, foreign.name);
	const body = childOf(root, 'itemBody');
	if (!body) throw new Unread('noStem', root.line, 'itemBody');
	return {
		root,
		body,
		processing: readProcessing(root, budget),
		reading,
		feedback: readFeedback(root, reading),
		problems,
		stem: (replace) => {
			const words = readWords(body, reading, (child) =>
				isInteraction(child) ? (replace?.(child) ?? promptOf(child)) : undefined
			);
			if (!words) throw new Unread('noStem', body.line);
			return words;
		}
	};
}

const isInteraction = ({ name }: Element) => name.endsWith('Interaction');

function readQuestion(item: Item): Question {
	const interactions = descendants(item.body, isInteraction);
	const names = [...new Set(interactions.map(({ name }) => name))];
	const first = interactions[0];
	if (!first) throw new Unread('unsupported', item.body.line, 'itemBody');
	if (names.length === 1 && names[0] === 'textEntryInteraction') return readTextEntries(interactions, item);
	const other = interactions.find(
		({ name }) => !Object.hasOwn(READERS, name) && name !== 'textEntryInteraction'
	);
	if (other) throw new Unread('unsupported', other.line, other.name);
	if (interactions.length > 1) {
		const what = names.length === 1 ? `${interactions.length} × ${names[0]}` : names.join(', ');
		throw new Unread('unsupported', interactions[1]!.line, what);
	}
	return READERS[first.name]!(first, item);
}
