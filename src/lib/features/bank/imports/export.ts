import { movePictures, picturesOf } from '../formats/markdown';
import { letters } from '../formats/sheet/columns';
import type { Exported, Omission } from '../formats/written';
import type { Question, Words } from '../question';
import { isWords } from '../rendered';

/** Formats of files that questions go out in. */
export const exportFormats = ['xlsx', 'csv', 'gift', 'aiken', 'moodleXml', 'qti21', 'qti30'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Most questions of one file. */
export const MOST_EXPORTED = 5000;

/** A question with what surrounds it, and its pictures by name. */
export interface Outgoing extends Exported {
	pictures: Record<string, string>;
	casePictures: Record<string, string>;
}

const inTable = (format: ExportFormat) => format === 'xlsx' || format === 'csv';
/** Formats that can bring pictures along. */
export const hasPictures = (format: ExportFormat) => ['moodleXml', 'qti21', 'qti30'].includes(format);

/** Every text of words, wherever it stands in a question. */
export function mapWords<T>(value: T, change: (text: string) => string): T {
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map((one: unknown) => mapWords(one, change)) as T;
	const isText = isWords(value);
	return Object.fromEntries(
		Object.entries(value).map(([key, one]) => [
			key,
			isText && typeof one === 'string' ? change(one) : mapWords(one as unknown, change)
		])
	) as T;
}

/** The texts of a question's words. */
function textsOf(question: Question): string[] {
	const texts: string[] = [];
	mapWords(question, (text) => (texts.push(text), text));
	return texts;
}

/**
 * Gives every picture a name that no other one of the file has: two questions may show different ones under one name.
 * `ids`: the files by these names.
 */
export function withOwnNames(questions: readonly Outgoing[]): {
	questions: Outgoing[];
	ids: Map<string, string>;
} {
	const ids = new Map<string, string>();
	const nameFor = (name: string, id: string): string => {
		const [, stem = name, ending = ''] = /^([^]*?)(\.\w+)?$/.exec(name) ?? [];
		for (let i = 1; ; i++) {
			const next = i === 1 ? name : `${stem}-${i}${ending}`;
			const known = ids.get(next);
			if (known === undefined) ids.set(next, id);
			if (known === undefined || known === id) return next;
		}
	};
	const moved = <T>(value: T, pictures: Record<string, string>): T =>
		mapWords(value, (text) =>
			movePictures(text, (address) => {
				const name = picturesOf(`![](${address})`)[0] ?? '';
				const id = pictures[name];
				const next = id ? nameFor(name, id) : name;
				return next === name ? null : next;
			})
		);
	return {
		questions: questions.map((one) => ({
			...one,
			question: moved(one.question, one.pictures),
			...(one.case && { case: moved(one.case, one.casePictures) })
		})),
		ids
	};
}

/** What a format cannot hold of the questions, beside what its writer says. */
export function omittedBy(format: ExportFormat, questions: readonly Exported[]): Omission[] {
	const omissions: Omission[] = [];
	questions.forEach(({ question, case: group }, index) => {
		const minor = (what: string, isLost: boolean) => isLost && omissions.push({ index, what, minor: true });
		minor('picture', !hasPictures(format) && textsOf(question).some((text) => picturesOf(text).length > 0));
		if (inTable(format)) {
			if (partsOf(question) > letters.length) omissions.push({ index, what: 'parts' });
			return;
		}
		minor('language', !format.startsWith('qti') && languagesOf(question.stem) > 1);
		minor('case', !format.startsWith('qti') && Boolean(group));
	});
	return omissions;
}

const languagesOf = (words: Words) => Object.values(words).filter((text) => text?.trim()).length;

function partsOf(question: Question): number {
	if (question.type === 'ordering') return question.items.length;
	return question.type === 'matching' ? question.pairs.length + question.others.length : 0;
}
