import { multiplePolicies, type MultiplePolicy, type QuestionType } from '../../question';
import type { TextFormat } from '../draft';

/** What a backslash takes its meaning from; `\n` is a line break (docs.moodle.org, GIFT format, special characters). */
const ESCAPED = '\\~=#{}:n';

const isEscape = (text: string, at: number) => text[at] === '\\' && ESCAPED.includes(text[at + 1] ?? '-');

/** Where one of the marks stands that no backslash takes its meaning from; -1 when there is none. */
export function find(text: string, marks: string | readonly string[], from = 0): number {
	const all = typeof marks === 'string' ? [marks] : marks;
	for (let at = from; at < text.length; at++) {
		if (isEscape(text, at)) at++;
		else if (all.some((mark) => text.startsWith(mark, at))) return at;
	}
	return -1;
}

/** Pieces that begin with one of the marks each; the first, without one, is what stands before them. */
export function splitBefore(text: string, marks: readonly string[]): string[] {
	const pieces: string[] = [];
	let from = 0;
	for (let at = find(text, marks); at >= 0; at = find(text, marks, at + 1)) {
		pieces.push(text.slice(from, at));
		from = at;
	}
	return [...pieces, text.slice(from)];
}

/** What stands before a mark and what after it; null for what is not there. */
export function cut(text: string, mark: string): [string, string | null] {
	const at = find(text, mark);
	return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + mark.length)];
}

export const unescape = (text: string): string =>
	text.replace(/\\([\\~=#{}:n])/g, (_all, char: string) => (char === 'n' ? '\n' : char));

export const escape = (text: string): string => text.replace(/[\\~=#{}:]/g, '\\$&').replace(/\n/g, '\\n');

/** A text with the format that its file names before it, `[html]` and the like. */
export function formatOf(text: string, inherited: TextFormat): { text: string; format: TextFormat } {
	const found = /^\s*\[(html|moodle|plain|markdown)\]/.exec(text);
	return found
		? { text: text.slice(found[0].length), format: found[1] as TextFormat }
		: { text, format: inherited };
}

/** What comments before a question say: `[id:…]` and `[tag:…]` as Moodle writes them, the others by us alone. */
export interface Notes {
	id: string;
	tags: string[];
	policy?: MultiplePolicy;
	type?: QuestionType;
	case: boolean;
	width: boolean;
}

/** A question's own lines, without comments. */
export interface Block {
	text: string;
	line: number;
	category: string[];
	notes: Notes;
}

const noNotes = (): Notes => ({ id: '', tags: [], case: false, width: false });

/**
 * A file as its questions: blank lines stand between them, `$CATEGORY:` stands on a line of its own, lines that begin
 * with `//` are comments.
 */
export function blocksOf(file: string): Block[] {
	const blocks: Block[] = [];
	let category: string[] = [];
	let [lines, start, notes]: [string[], number, Notes] = [[], 0, noNotes()];
	const end = () => {
		if (lines.length) blocks.push({ text: lines.join('\n'), line: start, category, notes });
		[lines, notes] = [[], noNotes()];
	};
	file
		.replace(/^\uFEFF/, '')
		.split(/\r\n|\r|\n/)
		.forEach((line, i) => {
			const words = line.trim();
			if (!words) return end();
			if (words.startsWith('//')) return void (lines.length || readNotes(words, notes));
			if (words.startsWith('$CATEGORY:')) {
				end();
				category = categoryOf(words.slice('$CATEGORY:'.length));
				return;
			}
			if (!lines.length) start = i + 1;
			lines.push(line);
		});
	end();
	return blocks;
}

function readNotes(comment: string, notes: Notes): void {
	for (const [, key, raw = ''] of comment.matchAll(
		/\[(id|tag|policy|type|case|width):((?:\\\]|[^\]\\]|\\(?!\])){1,200})\]/g
	)) {
		const value = raw.replaceAll('\\]', ']').trim();
		if (key === 'id') notes.id = value;
		else if (key === 'tag') notes.tags.push(value);
		else if (key === 'policy') notes.policy = multiplePolicies.find((policy) => policy === value);
		else if (key === 'type' && (value === 'fillIn' || value === 'shortAnswer')) notes.type = value;
		else if (key === 'case' || key === 'width') notes[key] = value === 'on';
	}
}

/** Moodle's path of a category: two slashes are one that is part of a name; where it begins says nothing. */
export function categoryOf(path: string): string[] {
	const names = path
		.replaceAll('//', '\0')
		.split('/')
		.map((name) => name.replaceAll('\0', '/').trim())
		.filter(Boolean);
	if (/^\$\w+\$$/.test(names[0] ?? '')) names.shift();
	if (names[0] === 'top') names.shift();
	return names;
}

/** The other way round, below the course's own category. */
export const categoryPath = (names: readonly string[]): string =>
	['$course$', 'top', ...names.map((name) => name.replace(/\s+/g, ' ').trim().replaceAll('/', '//'))].join(
		'/'
	);
