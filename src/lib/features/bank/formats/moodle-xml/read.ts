import type { Locale } from '$lib/i18n/locales';
import { categoryOf } from '../gift/scan';
import { Draft, fileOf } from '../draft';
import type { ParsedFile, ParsedQuestion } from '../parsed';
import { childOf, elements, parseXml, Unread, type Element } from '../qti/xml';
import { blocksOf, doctypeLine, type Block } from './blocks';
import { Pictures, plainOf } from './texts';
import { readQuestion } from './types';

/**
 * Questions in Moodle's XML (docs.moodle.org, Moodle XML format), their words under `locale`, with the pictures that
 * came inside. Each is read by itself. A file with a DOCTYPE is refused: no definition of an entity is ever read.
 */
export function parseMoodleXml(text: string, locale: Locale): ParsedFile {
	const file = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
	const refused = (line: number, what: string): ParsedFile => ({
		questions: [],
		problems: [{ code: 'syntax', line, what }],
		pictures: new Map()
	});
	const line = doctypeLine(file);
	if (line !== null) return refused(line, 'DOCTYPE');
	if (!/<quiz[\s>]/.test(file)) return refused(1, '<quiz>');
	const pictures = new Pictures();
	let category: string[] = [];
	const questions = blocksOf(file).flatMap((block): ParsedQuestion[] => {
		const draft = new Draft(block.line, locale);
		const root = read(block, draft);
		if (root && root.attributes.get('type') === 'category') {
			category = categoryOf(plainOf(childOf(root, 'category')));
			return [];
		}
		if (!root) return [draft.done({ name: nameIn(block.xml), category, tags: [] }, null)];
		const tags = elements(childOf(root, 'tags') ?? root, 'tag').map(plainOf);
		const place = {
			name: plainOf(childOf(root, 'name')) || plainOf(childOf(root, 'idnumber')),
			category,
			tags
		};
		return [draft.done(place, readQuestion(root, draft, pictures))];
	});
	return fileOf(questions, pictures.all);
}

function read({ xml, line }: Block, draft: Draft): Element | null {
	try {
		return parseXml(xml);
	} catch (error) {
		if (!(error instanceof Unread)) return draft.refuse('syntax');
		draft.problems.push({
			code: error.code,
			line: line + error.line - 1,
			...(error.what && { what: error.what.slice(0, 200) })
		});
		return null;
	}
}

/** The name of a question that is not well-formed, so that people find it again. */
const nameIn = (xml: string): string => /<name>\s*<text>([^<]{0,200})<\/text>/.exec(xml)?.[1]?.trim() ?? '';
