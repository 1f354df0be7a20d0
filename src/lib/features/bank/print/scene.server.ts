import { loadStaffI18n } from '$lib/i18n/load';
import type { Locale } from '$lib/i18n/locales';
import type { I18n } from '$lib/i18n/i18n';
import { artifact } from '$lib/server/pdf/document';
import { unprintableIn } from '$lib/server/pdf/fonts';
import type { Words } from '../question';
import type { Setting } from './layout/atoms.server';
import { INK_2, type Ink } from './layout/ink.server';
import { FOOT, PAGE, WIDTH } from './layout/page';
import { drawSheet, type Sheet, type SheetPart } from './layout/sheet.server';
import { gap, type Strip } from './layout/strips';
import { openElement } from './layout/structure.server';
import { drawTicketCode } from './candidate.server';
import { wordsIn, type Pictures, type PrintedPaper } from './model';

/** What everything on a document of a paper is drawn with. */
export interface Scene extends Sheet {
	paper: PrintedPaper;
	i18n: I18n;
	/** Words in the paper's language, or in the other one. */
	say: (words: Words | undefined) => string;
}

export type DocumentKind = 'paper' | 'sheet' | 'key';

/** How a document of a paper is written, and what is drawn on every page besides. */
export interface Writing {
	kind: DocumentKind;
	write: (scene: Scene) => void;
	mark?: (ink: Ink, i18n: I18n) => void;
}

/** A document of a paper with its form, title and hash on every page. */
export async function drawScene(paper: PrintedPaper, pictures: Pictures, writing: Writing): Promise<Buffer> {
	const i18n = await loadStaffI18n(paper.locale);
	const title = `${titleOf(paper, writing.kind, i18n)} ${formOf(paper, i18n)}`;
	return drawSheet(await infoOf(paper, title, i18n), pictures, [partOf(paper, writing, i18n)]);
}

/** The file's own title and facts, in characters that the font has. */
export async function infoOf(paper: Omit<PrintedPaper, 'sections'>, title: string, { t }: I18n) {
	const author = wordsIn(paper.organisation, paper.locale);
	const subject = [paper.code, paper.form, paper.contentHash].filter(Boolean).join(' ');
	const lacking = new Set(await unprintableIn([title, subject, author]));
	const safe = (text: string) => [...text].filter((character) => !lacking.has(character)).join('');
	return {
		...{ title: safe(title), author: safe(author) || 'Jinjie', subject: safe(subject) },
		...{ lang: t('bankPrint.lang'), date: dateOf(paper.date) }
	};
}

const titleOf = (paper: PrintedPaper, kind: DocumentKind, { t }: I18n) =>
	`${wordsIn(paper.title, paper.locale)} ${t(`bankPrint.kind.${kind}`)}`;

/** What tells a paper from the others of its exam: its form, or whose it is. */
const formOf = ({ form, candidate }: PrintedPaper, { t }: I18n) =>
	candidate?.ticket ?? t('bankPrint.form', { form });

export function partOf(paper: PrintedPaper, { kind, write, mark }: Writing, i18n: I18n): SheetPart {
	const { t } = i18n;
	const say = (words: Words | undefined) => wordsIn(words, paper.locale);
	const [title, form] = [titleOf(paper, kind, i18n), formOf(paper, i18n)];
	const { candidate, code, contentHash: hash } = paper;
	const foot = candidate
		? t('bankPrint.foot.candidate', { name: candidate.name, code, hash })
		: t('bankPrint.foot', { code, form: paper.form, hash });
	return {
		missing: (alt) => t('bankPrint.picture', { alt }),
		page(ink, page, pages) {
			drawFormMark(ink, form, page > 1 ? 15 : 24);
			if (page > 1) {
				line(ink, title, PAGE.side, 44, WIDTH - 110);
				ink.rule(PAGE.side, 54, PAGE.side + WIDTH, 54);
			}
			const number = ink.printable(t('bankPrint.page', { page, pages }));
			line(ink, foot, PAGE.side, FOOT + 26, candidate ? WIDTH / 2 - 30 : WIDTH - 120);
			ink.put(number, PAGE.side + WIDTH - ink.width(number, SMALL), FOOT + 26, SMALL);
			if (candidate) drawTicketCode(ink, candidate.ticket, (PAGE.width - 42) / 2, FOOT + 6, 42);
			mark?.(ink, i18n);
		},
		write: (sheet) => write({ ...sheet, paper, i18n, say })
	};
}

const SMALL = { size: 8.5, color: INK_2 };

/** A line of small text, cut where its room ends. */
function line(ink: Ink, raw: string, x: number, y: number, room: number): void {
	let text = ink.printable(raw.slice(0, 200));
	while (text && ink.width(text, SMALL) > room) text = text.slice(0, -1);
	ink.put(text, x, y, SMALL);
}

/** The form in a box at the upper right: seen from where an invigilator stands. */
function drawFormMark(ink: Ink, form: string, size: number): void {
	const text = ink.printable(form.slice(0, 12));
	const style = { size, bold: true };
	const width = ink.width(text, style) + size * 0.7;
	const [x, height] = [PAGE.side + WIDTH - width, size * 1.45];
	const y = size > 20 ? 34 : 28;
	ink.doc
		.rect(x, y, width, height)
		.lineWidth(size > 20 ? 1.4 : 1)
		.stroke('#111414');
	ink.put(text, x + size * 0.35, y + size * 1.08, style);
}

/** Noon in China of a calendar day, for the file's date; a fixed day where it is none. */
function dateOf(date: string): Date {
	const day = new Date(`${date}T04:00:00Z`);
	return Number.isNaN(day.getTime()) ? new Date('2000-01-01T04:00:00Z') : day;
}

/** Ruled lines to write on. */
export function writingLines(
	count: number,
	x: number,
	width: number,
	{ ink }: Setting,
	height = 25
): Strip[] {
	return Array.from({ length: count }, () => ({
		height,
		draw: (y: number) =>
			artifact(ink.doc, () => ink.rule(x, y + height - 3, x + width, y + height - 3, { width: 0.5 }))
	}));
}

/** The lines that an essay takes: so many handwritten characters stand on one. */
export const essayLines = (longest: number | null, locale: Locale): number =>
	longest === null ? 14 : Math.min(36, Math.max(6, Math.ceil(longest / (locale === 'zh-CN' ? 28 : 65))));

/** Labels, each with a line to write on, as many on a row as fit. */
export function labelledBlanks(labels: string[], { setting, root }: Scene, width = WIDTH): Strip[] {
	const { ink } = setting;
	const style = { size: 10.5 };
	const texts = labels.map((label) => ink.printable(label));
	const words = texts.reduce((sum, text) => sum + ink.width(text, style), 0);
	const blank = (width - words) / labels.length - 13;
	const into = openElement(setting, root, 'P');
	return [
		{
			height: 26,
			draw(y) {
				let x = PAGE.side;
				for (const text of texts) {
					const [left, from] = [x, x + ink.width(text, style) + 5];
					into.add(() => ink.put(text, left, y + 18, style));
					artifact(ink.doc, () => ink.rule(from, y + 20, from + blank, y + 20, { width: 0.7 }));
					x = from + blank + 8;
				}
			}
		},
		gap(1)
	];
}
