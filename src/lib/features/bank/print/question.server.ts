import type { Words } from '../question';
import type { ShownChoice } from '../shown';
import { atomsOf, blankAtom, textAtom, textAtoms, type Atom, type Setting } from './layout/atoms.server';
import { markdownStrips } from './layout/blocks.server';
import { BODY, lineStrips, marked } from './layout/paragraphs.server';
import { readMarkdown, type Tokens } from './layout/markdown';
import { PAGE, PAGE_ROOM, WIDTH } from './layout/page';
import { gap, sideBySide, together, type Strip } from './layout/strips';
import { openElement, type Column, type Element } from './layout/structure.server';
import { letterOf, optionsOf, type PrintedQuestion } from './model';
import { essayLines, writingLines, type Scene } from './scene.server';

/** The room of a question's number. */
const INDENT = 26;
const COLUMN: Column = { x: PAGE.side + INDENT, width: WIDTH - INDENT };

/** Kinds whose parts are compared with each other: better on one page. */
const WHOLE: readonly string[] = ['single', 'multiple', 'matching', 'ordering'];

/** A question as it stands on the paper; `withMarks` where they differ within the section. */
export function questionStrips(printed: PrintedQuestion, scene: Scene, withMarks: boolean): Strip[] {
	const { number, marks, shown } = printed;
	const { t } = scene.i18n;
	const setting = settingOf(printed, scene);
	const into = openElement(setting, scene.root, 'Div');
	const onPaper = scene.paper.answersOn === 'paper';
	const notes = [
		...(onPaper && ['single', 'multiple', 'trueFalse'].includes(shown.type)
			? [t('bankPrint.answer.choice')]
			: []),
		...(withMarks ? [t('bankPrint.question.marks', { marks })] : [])
	];
	// A note is never broken: marks and their number stay together.
	const tail = notes.map((note) => ({
		...textAtom(setting.ink, setting.ink.printable(note), BODY),
		open: true
	}));
	const stem = markdownStrips(scene.say(shown.stem), COLUMN, into, setting, BODY, tail);
	const strips = [
		...marked(stem, `${number}.`, PAGE.side, into, setting),
		...bodyStrips(printed, scene, setting, into, onPaper)
	];
	return [...together(strips, PAGE_ROOM * (WHOLE.includes(shown.type) ? 0.42 : 0.28)), gap(7)];
}

/** Several gaps are numbered, as the answer sheet asks for them by number. */
export function settingOf({ shown }: PrintedQuestion, { setting }: Scene): Setting {
	if (shown.type !== 'fillIn' || shown.gaps.length < 2) return setting;
	const { gaps } = shown;
	return { ...setting, gapName: (id) => (gaps.includes(id) ? `(${gaps.indexOf(id) + 1})` : '') };
}

function bodyStrips(
	printed: PrintedQuestion,
	scene: Scene,
	setting: Setting,
	into: Element,
	onPaper: boolean
): Strip[] {
	const { shown } = printed;
	const { t } = scene.i18n;
	switch (shown.type) {
		case 'single':
		case 'multiple':
			return [gap(1), ...choiceStrips(optionsOf(printed), scene, setting, into)];
		case 'matching':
			return [gap(2), ...pairStrips(shown.lefts, shown.rights, scene, setting, into, onPaper)];
		case 'ordering': {
			const order = shown.items.flatMap((_, at) => [
				...(at ? textAtoms(setting.ink, '→', BODY) : []),
				blankAtom(setting.ink, 34, BODY)
			]);
			const asked = [...textAtoms(setting.ink, `${t('bankPrint.answer.order')} `, BODY), ...order];
			return [
				...[gap(1), ...listStrips(shown.items, COLUMN, scene, setting, into)],
				...(onPaper ? answerLine(asked, setting, into) : [])
			];
		}
		case 'numeric': {
			if (!onPaper) return [];
			const words = (text: string) => textAtoms(setting.ink, `${text} `, BODY);
			return answerLine(
				[
					...[...words(t('bankPrint.answer.number')), blankAtom(setting.ink, 130, BODY)],
					...(shown.unit
						? [...words(`　${t('bankPrint.answer.unit')}`), blankAtom(setting.ink, 70, BODY)]
						: [])
				],
				setting,
				into
			);
		}
		case 'shortAnswer':
			return onPaper ? writingLines(2, COLUMN.x, COLUMN.width, setting) : [];
		case 'essay':
			return onPaper
				? writingLines(essayLines(shown.longest, scene.paper.locale), COLUMN.x, COLUMN.width, setting)
				: [];
		default:
			return [];
	}
}

const answerLine = (atoms: Atom[], setting: Setting, into: Element) => [
	gap(3),
	...lineStrips(atoms, COLUMN, openElement(setting, into, 'P'), setting, { leading: 1.9 })
];

/** Options in four columns, in two, or below each other: the first in which each stands on one line. */
function choiceStrips(options: ShownChoice[], scene: Scene, setting: Setting, into: Element): Strip[] {
	const atoms = options.map(({ text }, at) => lineOf(`${letterOf(at)}. `, scene.say(text), setting));
	const widest = Math.max(
		0,
		...atoms.map((own) => own?.reduce((sum, one) => sum + one.width, 0) ?? Infinity)
	);
	const columns = [4, 2].find((count) => widest <= COLUMN.width / count - 12 && options.length > 1);
	if (!columns) return listStrips(options, COLUMN, scene, setting, into);
	const list = openElement(setting, into, 'L');
	const width = COLUMN.width / columns;
	const cells = atoms.map((own, at) => {
		const body = openElement(setting, openElement(setting, list, 'LI'), 'LBody');
		return lineStrips(own ?? [], { x: COLUMN.x + (at % columns) * width, width: width - 10 }, body, setting);
	});
	return rowsOf(cells, columns);
}

const rowsOf = (cells: Strip[][], columns: number): Strip[] =>
	cells.flatMap((_, at) => (at % columns ? [] : sideBySide(cells.slice(at, at + columns), PAGE_ROOM)));

/** A single paragraph as atoms, with a letter before it; null for what has lines of its own. */
function lineOf(letter: string, words: string, setting: Setting): Atom[] | null {
	const [first, ...others] = readMarkdown(words).filter(({ type }) => type !== 'space');
	if (others.length || (first && first.type !== 'paragraph')) return null;
	try {
		const inline = (first as Tokens.Paragraph | undefined)?.tokens ?? [];
		const atoms = [...textAtoms(setting.ink, letter, BODY), ...atomsOf(inline, BODY, setting)];
		return atoms.some(({ hard, display }) => hard ?? display) ? null : atoms;
	} catch {
		return null;
	}
}

/** Each with its letter or number, below each other. */
function listStrips(
	items: ShownChoice[],
	{ x, width }: Column,
	scene: Scene,
	setting: Setting,
	into: Element,
	markOf = (at: number) => `${letterOf(at)}.`,
	step = 19
): Strip[] {
	const list = openElement(setting, into, 'L');
	return items.flatMap(({ text }, at) => {
		const body = openElement(setting, openElement(setting, list, 'LI'), 'LBody');
		const strips = markdownStrips(scene.say(text), { x: x + step, width: width - step }, body, setting);
		return marked(
			strips.length ? strips : [{ height: 17, draw: () => undefined }],
			markOf(at),
			x,
			body,
			setting
		);
	});
}

/** What belongs together in two columns: numbers on the left, letters on the right. */
function pairStrips(
	lefts: ShownChoice[],
	rights: ShownChoice[],
	scene: Scene,
	setting: Setting,
	into: Element,
	onPaper: boolean
): Strip[] {
	const half = COLUMN.width / 2;
	const column = (side: Words | undefined, x: number, mark: string, step: number) =>
		side
			? listStrips([{ id: '', text: side }], { x, width: half - 14 }, scene, setting, into, () => mark, step)
			: [];
	const blank = onPaper ? `${scene.i18n.t('bankPrint.answer.choice')} ` : '';
	const step = 22 + (blank ? setting.ink.width(setting.ink.printable(blank), BODY) : 0);
	return Array.from({ length: Math.max(lefts.length, rights.length) }, (_, at) =>
		sideBySide(
			[
				column(lefts[at]?.text, COLUMN.x, `${blank}(${at + 1})`, step),
				column(rights[at]?.text, COLUMN.x + half, `${letterOf(at)}.`, 19)
			],
			PAGE_ROOM
		)
	).flat();
}
