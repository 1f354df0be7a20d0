import type { EssayQuestion, RubricRow, Words } from '../../question';
import { single } from './declarations';
import { takeExplanation } from './feedback';
import type { Item } from './item';
import type { Result } from './processing';
import { joinWords, readWords } from './words';
import { childOf, descendants, elements, type Element } from './xml';

/** How the most characters are said: as a pattern, because `expectedLength` is only an expectation. */
export const LONGEST = /^\[\\s\\S\]\{0,(\d{1,6})\}$/;

/** `extendedTextInteraction`: read by a person, whatever the file would make of it. */
export function readEssay(interaction: Element, item: Item): EssayQuestion {
	const name = interaction.attributes.get('responseIdentifier') ?? '';
	const explanation = takeExplanation(item.feedback, results(name, item));
	const blocks = descendants(
		item.body,
		(node) => node.name === 'rubricBlock' && /scorer|tutor|author/.test(node.attributes.get('view') ?? '')
	);
	const rubric = blocks.flatMap((block) => rowsOf(block, item));
	const model = joinWords([
		...blocks
			.filter((block) => !isTable(block))
			.flatMap((block) => readWords(contentOf(block), item.reading) ?? []),
		...correctOf(name, item)
	]);
	const longest = LONGEST.exec(interaction.attributes.get('patternMask') ?? '')?.[1];
	return {
		type: 'essay',
		stem: item.stem(),
		rubric,
		...(model && { model }),
		...(longest && { longest: Number(longest) }),
		...(explanation && { explanation })
	};
}

/** Only for the feedback: without rules that are understood there is none. */
function results(name: string, { processing }: Item): Result[] {
	if (!processing.rules) return [];
	try {
		return [new Map(), new Map([[name, single('x')]])].map((responses) => processing.run(responses));
	} catch {
		return [];
	}
}

/** A text that the file calls correct is a model for markers. */
function correctOf(name: string, { processing, reading }: Item): Words[] {
	const correct = processing.declarations.get(name)?.correct?.items.map(String).join('\n') ?? '';
	if (!correct.trim()) return [];
	const words = readWords({ name: 'p', attributes: new Map(), children: [correct], line: 1 }, reading);
	return words ? [words] : [];
}

const contentOf = (block: Element): Element => childOf(block, 'contentBody') ?? block;
const isTable = (block: Element) => descendants(block, isRow).length > 0;
const isRow = ({ attributes }: Element) => attributes.has('data-rubric-row');

/** Rows of a rubric as we write them: a row of a table each, its first cell the criterion, the others its levels. */
function rowsOf(block: Element, item: Item): RubricRow[] {
	return descendants(block, isRow).flatMap((row) => {
		const [criterion, ...levels] = elements(row).map((cell) => ({
			cell,
			words: readWords(cell, item.reading) ?? {}
		}));
		if (!criterion) return [];
		return {
			id: row.attributes.get('data-rubric-row') ?? '',
			criterion: criterion.words,
			weight: Number(row.attributes.get('data-weight')) || 0,
			levels: levels.map(({ cell, words }) => ({
				share: Number(cell.attributes.get('data-share')) || 0,
				words
			}))
		};
	});
}
