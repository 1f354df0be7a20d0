import type { Locale } from '$lib/i18n/locales';
import type { Question, Words } from '../question';
import { findingsOf } from './check';
import { toMarkdown } from './html';
import { adoptMarkdown, picturesOf, plainToMarkdown } from './markdown';
import type { ParsedQuestion, Problem, ProblemCode } from './parsed';

/** Longest text of a question that is read, in characters: some fifty pages. */
const LONGEST_TEXT = 100_000;

/** What files say of a text: Moodle's own formats, `moodle` being words with line breaks and perhaps some HTML. */
export type TextFormat = 'html' | 'markdown' | 'plain' | 'moodle';

const MARKUP = /<\/?[a-z][^<>]*>|<!--|&#?\w{1,31};/i;

/** What is gathered while a question is read: its problems and the pictures of its words. */
export class Draft {
	readonly problems: Problem[] = [];
	private readonly pictures = new Set<string>();

	constructor(
		readonly line: number,
		private readonly locale: Locale,
		/** Gives the name of a picture at an address, null for none. */
		private readonly nameOf?: (address: string) => string | null
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

	/** A text of the file as our Markdown. */
	text(source: string, format: TextFormat): string {
		if (source.length > LONGEST_TEXT) {
			this.refuse('tooLong', String(source.length));
			return '';
		}
		const markdown = this.markdownOf(source, format);
		picturesOf(markdown).forEach((name) => this.pictures.add(name));
		return markdown;
	}

	private markdownOf(source: string, format: TextFormat): string {
		if (format === 'markdown') return adoptMarkdown(source);
		if (format === 'html') return toMarkdown(source, this.nameOf).text;
		if (format === 'plain' || !MARKUP.test(source)) return plainToMarkdown(source);
		return toMarkdown(source.trim().replace(/\r\n?|\n/g, '<br>\n'), this.nameOf).text;
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
