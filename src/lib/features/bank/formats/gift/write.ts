import type { Locale } from '$lib/i18n/locales';
import { readDecimal } from '../../decimal';
import type { AcceptedNumber, AcceptedText, Question } from '../../question';
import { gapsIn } from '../check';
import {
	asPlain,
	inLanguage,
	partsLeft,
	sharesOf,
	type Exported,
	type Omission,
	type Written
} from '../written';
import { categoryPath, escape } from './scan';

/**
 * Questions as GIFT with their words as Markdown, in one language. What GIFT cannot say but a reading by this site can
 * use (how several options are marked) stands in a comment before the question, which others pass over.
 */
export function writeGift(questions: readonly Exported[], locale: Locale): Written {
	const omissions: Omission[] = [];
	let category = '';
	const blocks = questions.flatMap((one, index) => {
		const words = new Writer(locale).question(one.question);
		if (words === null) {
			omissions.push({ index, what: one.question.type });
			return [];
		}
		omissions.push(
			...[...partsLeft(one.question), ...onlyHere(one.question)].map((what) => ({
				index,
				what,
				minor: true as const
			}))
		);
		const path = categoryPath(one.category);
		const isNew = path !== category && (category !== '' || one.category.length > 0);
		if (isNew) category = path;
		const notes = notesOf(one);
		const name = line(one.name);
		return [
			...(isNew ? [`$CATEGORY: ${path}\n`] : []),
			`${notes && `// ${notes}\n`}${name && `::${escape(name)}::`}[markdown]${words}\n`
		];
	});
	return { text: blocks.join('\n'), omissions };
}

/** What Moodle keeps, but not GIFT. */
function onlyHere(question: Question): string[] {
	if (question.type === 'numeric') return question.unit ? ['unit'] : [];
	if (question.type !== 'essay') return [];
	return [...(question.model ? ['model'] : []), ...(question.longest ? ['longest'] : [])];
}

const line = (text: string) => text.replace(/\s+/g, ' ').trim();
/** Before the bracket that ends it, a backslash of its own needs distance. */
const note = (key: string, value: string) =>
	`[${key}:${line(value).replaceAll(']', '\\]').replace(/\\$/, '\\ ')}]`;

/** What only comments can say; tags in the way of Moodle's own export. */
function notesOf({ tags, question }: Exported): string {
	const notes = tags.map((tag) => note('tag', tag));
	if (question.type === 'multiple' && question.policy !== 'perOption')
		notes.push(note('policy', question.policy));
	if (question.type === 'matching' && question.policy !== 'partial')
		notes.push(note('policy', question.policy));
	if (question.type === 'single' && question.policy === 'perOption')
		notes.push(note('policy', question.policy));
	if (question.type === 'fillIn' || question.type === 'shortAnswer') {
		const { case: isCase, width } = question.matching;
		notes.push(note('type', question.type));
		if (isCase) notes.push(note('case', 'on'));
		if (width) notes.push(note('width', 'on'));
	}
	return notes.join(' ');
}

class Writer {
	constructor(private readonly locale: Locale) {}

	/** Stem and braces; null when GIFT has no such question. */
	question(question: Question): string | null {
		const stem = inLanguage(question.stem, this.locale);
		if (question.type === 'fillIn') {
			const [gap, ...more] = question.gaps;
			if (!gap || more.length || gapsIn(stem).length !== 1) return null;
			const [before = '', after = ''] = stem.split(`{{${gap.id}}}`);
			const texts = this.texts(gap.accepted);
			return texts && `${escape(before)}${this.braces(question, texts)}${escape(after)}`;
		}
		const answers = this.answers(question);
		return answers === null ? null : `${escape(stem)} ${this.braces(question, answers)}`;
	}

	private braces({ explanation }: Question, answers: string): string {
		const general = inLanguage(explanation, this.locale);
		return `{${answers}${general && `\n\t####${this.text(general)}`}${answers || general ? '\n' : ''}}`;
	}

	/** Markdown; a text that begins like the name of a format names its own first. */
	private text = (markdown: string) => `${markdown.startsWith('[') ? '[markdown]' : ''}${escape(markdown)}`;

	private said(words: Parameters<typeof inLanguage>[0]): string {
		const feedback = inLanguage(words, this.locale);
		return feedback && `#${this.text(feedback)}`;
	}

	private answers(question: Exclude<Question, { type: 'fillIn' }>): string | null {
		switch (question.type) {
			case 'single':
			case 'multiple': {
				const shares = sharesOf(question);
				return question.options
					.map(({ id, text, feedback }, i) => {
						const isKey = question.type === 'single' && id === question.correct;
						const mark = isKey ? '=' : shares[i] ? `~%${shares[i]}%` : '~';
						return `\n\t${mark}${this.text(inLanguage(text, this.locale))}${this.said(feedback)}`;
					})
					.join('');
			}
			case 'trueFalse': {
				const [onTrue, onFalse] = [this.said(question.feedback?.true), this.said(question.feedback?.false)];
				const [wrong, right] = question.correct ? [onFalse, onTrue] : [onTrue, onFalse];
				return `${question.correct ? 'TRUE' : 'FALSE'}${wrong || (right && '#')}${right}`;
			}
			case 'numeric':
				return `#${question.accepted.map((one) => `\n\t=${share(one)}${numbers(one)}${this.said(one.feedback)}`).join('')}`;
			case 'shortAnswer':
				return this.texts(question.accepted);
			case 'matching': {
				const pairs = question.pairs.map(({ left, right }) =>
					this.pair(inLanguage(left, this.locale), right)
				);
				return [...pairs, ...question.others.map(({ right }) => this.pair('', right))].join('');
			}
			case 'essay':
				return '';
			case 'ordering':
				return null;
		}
	}

	/** An arrow among short answers would make pairs of them: such a question cannot be said. */
	private texts(accepted: AcceptedText[]): string | null {
		if (accepted.length && accepted.every(({ text }) => text.includes('->'))) return null;
		return accepted
			.map((one) => {
				const format = one.text.startsWith('[') ? '[plain]' : '';
				const weight = share(one) || (one.text.startsWith('%') ? '%100%' : '');
				return `\n\t=${weight}${format}${escape(line(one.text))}${this.said(one.feedback)}`;
			})
			.join('');
	}

	/** The right side is plain text in Moodle; only what that cannot say is marked as Markdown. */
	private pair(left: string, right: Parameters<typeof inLanguage>[0]): string {
		const markdown = inLanguage(right, this.locale);
		const plain = asPlain(markdown);
		const own = plain === null || /^\[\w+\]/.test(plain) ? `[markdown]${escape(markdown)}` : escape(plain);
		return `\n\t=${this.text(left.replaceAll('->', '-\\>'))} -> ${own}`;
	}
}

const share = ({ share: own }: { share: number }) => (own === 100 ? '' : `%${own}%`);

/** As other programs read numbers: without the marks between thousands, in ASCII. */
const ascii = (number: string) =>
	readDecimal(number) && number.normalize('NFKC').replace(/[−–—]/g, '-').replace(/[,\s]/g, '');

function numbers({ range }: AcceptedNumber): string {
	return 'value' in range
		? `${ascii(range.value)}:${ascii(range.tolerance)}`
		: `${ascii(range.from)}..${ascii(range.to)}`;
}
