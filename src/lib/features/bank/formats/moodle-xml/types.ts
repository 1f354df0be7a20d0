import { decimalText, inverse, readDecimal } from '../../decimal';
import {
	multiplePolicies,
	type NumericQuestion,
	type Question,
	type TrueFalseQuestion
} from '../../question';
import { choiceQuestion } from '../choices';
import type { Draft } from '../draft';
import { childOf, elements, type Element } from '../qti/xml';
import { plainOf, wordsOf, type Pictures } from './texts';

/** One question while it is read. */
interface Reading {
	root: Element;
	draft: Draft;
	/** The words of an element as Markdown. */
	words(node: Element | undefined, format?: string): string;
	/** The text of one of the question's own elements. */
	setting(name: string): string;
	base: Pick<Question, 'stem' | 'explanation'>;
}

const isTrue = (text: string) => /^(1|true)$/i.test(text);

/** The question inside a `<question>` element; null, with the reason in the draft, for what the bank does not keep. */
export function readQuestion(root: Element, draft: Draft, pictures: Pictures): Question | null {
	const type = root.attributes.get('type') ?? '';
	const reader = READERS[type as keyof typeof READERS];
	if (!Object.hasOwn(READERS, type) || !reader) return draft.refuse('unsupported', type);
	const inherited = childOf(root, 'questiontext')?.attributes.get('format');
	const words: Reading['words'] = (node, format = inherited) => wordsOf(node, draft, pictures, format);
	const setting = (name: string) => plainOf(childOf(root, name));
	// What an export of ours adds: the stem with its gap, where Moodle knows a short answer only.
	const stem = words(childOf(root, 'gaps') ?? childOf(root, 'questiontext'));
	const explanation = words(childOf(root, 'generalfeedback'));
	const base = { stem: draft.words(stem), ...(explanation && { explanation: draft.words(explanation) }) };
	if (elements(root, 'hint').some((hint) => plainOf(hint))) draft.remark('unsupported', 'hint');
	return reader({ root, draft, words, setting, base });
}

const READERS = {
	multichoice: readChoice,
	truefalse: readTruth,
	shortanswer: readText,
	numerical: readNumber,
	matching: readPairs,
	essay: readEssay,
	ordering: readOrder
} satisfies Record<string, (reading: Reading) => Question | null>;

/** In percent; written as a word or not at all, it is none. */
const fractionOf = (answer: Element): number => {
	const written = answer.attributes.get('fraction')?.trim();
	return written ? Number(written) : 0;
};

function readChoice({ root, draft, words, setting, base }: Reading): Question | null {
	const answers = elements(root, 'answer');
	const off = answers.find((answer) => !Number.isFinite(fractionOf(answer)));
	if (off) return draft.refuse('fractions', off.attributes.get('fraction'));
	const choices = answers.map((answer) => ({
		text: words(answer),
		share: fractionOf(answer),
		feedback: words(childOf(answer, 'feedback'))
	}));
	const policy = multiplePolicies.find((one) => one === setting('policy'));
	return choiceQuestion(draft, base, choices, isTrue(setting('single') || 'true'), policy);
}

function readTruth({ root, draft, words, base }: Reading): Question | null {
	const answers = elements(root, 'answer');
	const right = answers.filter((answer) => fractionOf(answer) === 100);
	if (right.length !== 1) return draft.refuse(right.length ? 'manyKeys' : 'noKey');
	const feedback: NonNullable<TrueFalseQuestion['feedback']> = {};
	for (const answer of answers) {
		const truth = plainOf(answer).toLowerCase();
		if (truth !== 'true' && truth !== 'false') return draft.refuse('unknownKey', truth);
		const said = words(childOf(answer, 'feedback'));
		if (said) feedback[truth] = draft.words(said);
	}
	const correct = plainOf(right[0]).toLowerCase() === 'true';
	return { type: 'trueFalse', ...base, correct, ...(Object.keys(feedback).length && { feedback }) };
}

/** Answers that earn something, with what is said to whoever gave them; the others are named. */
function earning(
	reading: Reading
): { text: string; answer: Element; share: number; feedback?: Question['stem'] }[] {
	return elements(reading.root, 'answer').flatMap((answer) => {
		const share = fractionOf(answer);
		const text = plainOf(answer);
		const said = reading.words(childOf(answer, 'feedback'));
		if (share > 0) return [{ text, answer, share, ...(said && { feedback: reading.draft.words(said) }) }];
		if (said || text !== '*') reading.draft.remark('unsupported', `${share}% ${text}`);
		return [];
	});
}

function readText(reading: Reading): Question | null {
	const { root, draft, setting, base } = reading;
	const accepted = earning(reading).map(({ answer: _answer, ...one }) => one);
	const matching = { case: isTrue(setting('usecase')), width: isTrue(setting('usewidth')) };
	if (childOf(root, 'gaps')) return { type: 'fillIn', ...base, gaps: [{ id: '1', accepted }], matching };
	// Without answers it is ours, for a marker; Moodle has always some.
	if (!accepted.length && elements(root, 'answer').length) return draft.refuse('noKey');
	return { type: 'shortAnswer', ...base, accepted, matching };
}

function readNumber(reading: Reading): Question | null {
	const { root, draft, setting, base } = reading;
	const accepted = earning(reading).map(({ text, answer, share, feedback }) => ({
		range: { value: text, tolerance: plainOf(childOf(answer, 'tolerance')) || '0' },
		share,
		...(feedback && { feedback })
	}));
	const unit = unitOf(elements(childOf(root, 'units') ?? root, 'unit'), draft);
	// Only a unit that counts belongs to the answer; one that may be left away does so here too.
	const isAsked = unit && setting('unitgradingtype') !== '0' && setting('unitgradingtype') !== '';
	if (unit && !isAsked) draft.remark('unsupported', `unit: ${unit.name}`);
	return { type: 'numeric', ...base, accepted, ...(isAsked && { unit }) };
}

/** Moodle multiplies the number by a unit's factor, the bank what was given in that unit: the one is 1 by the other. */
function unitOf(units: Element[], draft: Draft): NumericQuestion['unit'] | null {
	const read = units.map((unit) => ({
		name: plainOf(childOf(unit, 'unit_name')),
		multiplier: readDecimal(plainOf(childOf(unit, 'multiplier')))
	}));
	const main = read.find(({ multiplier }) => multiplier && decimalText(multiplier) === '1');
	if (!main) return units.length ? draft.refuse('numeric', read[0]?.name) : null;
	const others = read.filter((unit) => unit !== main);
	const factors = others.map(({ multiplier }) => multiplier && inverse(multiplier));
	const off = factors.findIndex((factor) => !factor);
	if (off >= 0) return draft.refuse('numeric', others[off]?.name);
	return {
		name: main.name,
		others: others.map(({ name }, i) => ({ name, factor: decimalText(factors[i]!) }))
	};
}

function readPairs({ root, draft, words, setting, base }: Reading): Question {
	const all = elements(root, 'subquestion').map((pair) => {
		const answer = childOf(pair, 'answer');
		return { left: words(pair), right: draft.words(words(answer, 'plain_text')) };
	});
	const pairs = all.filter(({ left }) => left);
	return {
		type: 'matching',
		...base,
		pairs: pairs.map(({ left, right }, i) => ({ id: `p${i + 1}`, left: draft.words(left), right })),
		others: all.filter(({ left }) => !left).map(({ right }, i) => ({ id: `o${i + 1}`, right })),
		policy: setting('policy') === 'allOrNothing' ? 'allOrNothing' : 'partial'
	};
}

function readEssay({ root, draft, words, setting, base }: Reading): Question | null {
	if (setting('responseformat') === 'noinline') return draft.refuse('unsupported', 'responseformat noinline');
	if (Number(setting('attachments'))) draft.remark('unsupported', 'attachments');
	const model = words(childOf(root, 'graderinfo'));
	const longest = Number(setting('longest'));
	if (setting('responsetemplate')) draft.remark('unsupported', 'responsetemplate');
	return {
		type: 'essay',
		...base,
		rubric: [],
		...(model && { model: draft.words(model) }),
		...(Number.isInteger(longest) && longest > 0 && { longest })
	};
}

/**
 * qtype_ordering: each answer's fraction is its place. Of its ways to give marks two are ours; any other becomes the
 * one that counts who follows whom.
 */
function readOrder({ root, draft, words, setting, base }: Reading): Question {
	const grading = setting('gradingtype');
	const isWhole = ['-1', 'ALL_OR_NOTHING'].includes(grading);
	if (!isWhole && !['1', 'RELATIVE_NEXT_EXCLUDE_LAST'].includes(grading))
		draft.remark('unsupported', `gradingtype ${grading}`.trim());
	const answers = elements(root, 'answer').sort((a, b) => fractionOf(a) - fractionOf(b) || 0);
	return {
		type: 'ordering',
		...base,
		items: answers.map((answer, i) => ({ id: `i${i + 1}`, text: draft.words(words(answer)) })),
		policy: isWhole ? 'allOrNothing' : 'partial'
	};
}
