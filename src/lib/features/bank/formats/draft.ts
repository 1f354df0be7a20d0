import type { Locale } from '$lib/i18n/locales';
import type { Question, Words } from '../question';
import { findingsOf } from './check';
import { toMarkdown } from './html';
import { withTex } from './math';
import { adoptMarkdown, picturesOf, plainToMarkdown } from './markdown';
import type { ParsedFile, ParsedQuestion, Problem, ProblemCode } from './parsed';

/** Longest text of a question that is read, in characters: some fifty pages. */
const LONGEST_TEXT = 100_000;

/** What files say of a text: Moodle's own formats, `moodle` being words with line breaks and perhaps some HTML. */
export type TextFormat = 'html' | 'markdown' | 'plain' | 'moodle';

type NameOf = (address: string) => string | null;

/** What words cannot show. */
const MEDIA = /<(video|audio|iframe|object|embed|svg|canvas)\b/i;
const MARKUP = /<\/?[a-z][^<>]*>|<!--|&#?\w{1,31};/i;

/** What is gathered while a question is read: its problems and the pictures of its words. */
export class Draft {
	readonly problems: Problem[] = [];
	private readonly pictures = new Set<string>();

	constructor(
		readonly line: number,
		private readonly locale: Locale
	) {}

	/** Notes what keeps the question out. */
	refuse(code: ProblemCode, what?: string): null {
		this.problems.push({ code, line: this.line, ...(what !== undefined && { what: what.slice(0, 200) }) });
		return null;
	}

	/** Notes what was left out or changed. */
	remark(code: ProblemCode, what: string): void {
		this.problems.push({ code, line: this.line, what: what.slice(0, 200), minor: true });
	}

	/** A text of the file as our Markdown; `nameOf` gives the name of the picture at an address, null for none. */
	text(source: string, format: TextFormat, nameOf?: NameOf): string {
		if (source.length > LONGEST_TEXT) {
			this.refuse('tooLong', String(source.length));
			return '';
		}
		const markdown = this.markdownOf(source, format, nameOf);
		picturesOf(markdown).forEach((name) => this.pictures.add(name));
		return markdown;
	}

	private markdownOf(source: string, format: TextFormat, nameOf?: NameOf): string {
		if (format === 'markdown') return adoptMarkdown(source, nameOf);
		if (format === 'plain' || (format === 'moodle' && !MARKUP.test(source))) return plainToMarkdown(source);
		const html = format === 'html' ? source : source.trim().replace(/\r\n?|\n/g, '<br>\n');
		const lost = MEDIA.exec(html)?.[1];
		if (lost) this.remark('unsupported', `<${lost.toLowerCase()}>`);
		const { text, isWhole } = withTex(html);
		if (!isWhole) this.refuse('unsupported', '<math>');
		return toMarkdown(text, nameOf).text;
	}

	/** Markdown under the language of the file. */
	words(markdown: string): Words {
		return { [this.locale]: markdown };
	}

	/** The question as it goes out, looked at once more; null keeps it out. */
	done(
		place: { name: string; category: string[]; tags: string[] },
		question: Question | null
	): ParsedQuestion {
		if (question) findingsOf(question).forEach(({ code, what }) => this.refuse(code, what));
		const isWhole = this.problems.every(({ minor }) => minor);
		return {
			line: this.line,
			...place,
			question: isWhole ? question : null,
			problems: this.problems,
			pictures: [...this.pictures]
		};
	}
}

/** What a file holds; one without any question is empty. */
export const fileOf = (
	questions: ParsedQuestion[],
	pictures: ParsedFile['pictures'] = new Map()
): ParsedFile => ({
	questions,
	problems: questions.length ? [] : [{ code: 'empty', line: 1 }],
	pictures
});
