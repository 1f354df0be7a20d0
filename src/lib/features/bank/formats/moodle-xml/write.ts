import type { Locale } from '$lib/i18n/locales';
import { categoryPath } from '../gift/scan';
import { inLanguage, partsLeft, type Exported, type Omission, type Written } from '../written';
import { questionXml } from './write-types';
import { TextWriter, textXml } from './write-texts';

/**
 * Questions as Moodle XML with their words as Markdown, in one language, and their pictures inside. What Moodle has no
 * place for but a reading by this site can use stands in elements of our own, which Moodle passes over.
 */
export function writeMoodleXml(
	questions: readonly Exported[],
	locale: Locale,
	pictures: ReadonlyMap<string, Uint8Array> = new Map()
): Written {
	const omissions: Omission[] = [];
	let category = '';
	const parts = questions.flatMap((one, index) => {
		const { name, tags, question } = one;
		const texts = new TextWriter(locale, pictures);
		const own = questionXml(question, texts);
		if (!own) {
			omissions.push({ index, what: question.type });
			return [];
		}
		partsLeft(question).forEach((what) => omissions.push({ index, what, minor: true }));
		const path = categoryPath(one.category);
		const isNew = path !== category && (category !== '' || one.category.length > 0);
		if (isNew) category = path;
		const title = name.trim() || titleOf(inLanguage(question.stem, locale));
		const xml = [
			`<question type="${own.type}">`,
			`<name>${textXml(title)}</name>`,
			texts.element('questiontext', own.stem),
			texts.element('generalfeedback', question.explanation),
			...own.parts,
			...(tags.length ? [`<tags>${tags.map((tag) => `<tag>${textXml(tag)}</tag>`).join('')}</tags>`] : []),
			'</question>'
		].join('\n');
		if (texts.isLacking) omissions.push({ index, what: 'picture', minor: true });
		return isNew ? [categoryXml(path), xml] : [xml];
	});
	const text = `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${parts.join('\n\n')}\n</quiz>\n`;
	return { text, omissions };
}

const categoryXml = (path: string) =>
	`<question type="category">\n<category>${textXml(path)}</category>\n</question>`;

/** Moodle wants a name: the first words of the stem. */
const titleOf = (stem: string): string => [...stem.replace(/\s+/g, ' ')].slice(0, 40).join('');
