import type { QuestionType } from '../question';
import { blankAtom, textAtoms, type Atom } from './layout/atoms.server';
import { BODY, lineStrips, marked } from './layout/paragraphs.server';
import { PAGE, PAGE_ROOM, WIDTH } from './layout/page';
import { gap, together, type Strip } from './layout/strips';
import { openElement } from './layout/structure.server';
import { bubbleStrips, drawCorners } from './bubbles.server';
import { identityStrips } from './identity.server';
import { headingStrips, sectionStrips } from './heading.server';
import type { PrintedPaper, PrintedQuestion, PrintedSection } from './model';
import { drawScene, essayLines, writingLines, type Scene, type Writing } from './scene.server';
import { scoreStrips } from './score-table.server';

const BUBBLES: readonly QuestionType[] = ['single', 'multiple', 'trueFalse'];
const isBubble = ({ shown }: PrintedQuestion) => BUBBLES.includes(shown.type);

/** The answer sheet of a form as a PDF: circles to fill, lines to write on, marks at the corners for a scanner. */
export const drawAnswerSheet = (paper: PrintedPaper): Promise<Buffer> =>
	drawScene(paper, new Map(), answerSheet);

export const answerSheet: Writing = {
	kind: 'sheet',
	write(scene) {
		scene.flow([...headingStrips(scene, 'sheet'), ...identityStrips(scene), ...scoreStrips(scene)]);
		scene.paper.sections.forEach((section, at) => {
			scene.flow([...sectionStrips(section, at + 1, scene, false), ...answersOf(section, scene)]);
		});
	},
	mark: drawCorners
};

function answersOf({ questions }: PrintedSection, scene: Scene): Strip[] {
	const strips: Strip[] = [];
	let circled: PrintedQuestion[] = [];
	const close = () => {
		if (circled.length) strips.push(...bubbleStrips(circled, scene));
		circled = [];
	};
	for (const printed of questions) {
		if (isBubble(printed)) circled.push(printed);
		else {
			close();
			strips.push(...writtenStrips(printed, scene));
		}
	}
	close();
	return strips;
}

function writtenStrips({ number, shown }: PrintedQuestion, scene: Scene): Strip[] {
	const { setting, root, paper, i18n } = scene;
	const { ink } = setting;
	const into = openElement(setting, root, 'P');
	const words = (text: string): Atom[] => textAtoms(ink, text, BODY);
	const blank = (width: number) => blankAtom(ink, width, BODY);
	const line = (atoms: Atom[]) =>
		lineStrips([...words(`${number}. `), ...atoms], { x: PAGE.side, width: WIDTH }, into, setting, {
			leading: 2.3
		});
	/** A blank after each number in brackets; number and blank stay on one line. */
	const numbered = (count: number, width: number) =>
		Array.from({ length: count }, (_, at) => [
			...words(`(${at + 1})`),
			{ ...blank(width), open: true },
			...words(' ')
		]).flat();
	/** Lines to write on; the number stands on the first. */
	const lined = (count: number) => {
		const lines = writingLines(count, PAGE.side, WIDTH, setting);
		const numberedLines = lines.map((strip) => ({ ...strip, base: strip.height - 7 }));
		return [
			gap(4),
			...together(marked(numberedLines, `${number}.`, PAGE.side, into, setting), PAGE_ROOM / 4),
			gap(8)
		];
	};
	switch (shown.type) {
		case 'numeric':
			return line([
				blank(160),
				...(shown.unit ? [...words(`　${i18n.t('bankPrint.answer.unit')} `), blank(80)] : [])
			]);
		case 'fillIn':
			return line(shown.gaps.length === 1 ? [blank(300)] : numbered(shown.gaps.length, 130));
		case 'matching':
			return line(numbered(shown.lefts.length, 34));
		case 'ordering':
			return line(shown.items.flatMap((_, at) => [...(at ? words('→') : []), blank(34)]));
		case 'essay':
			return lined(essayLines(shown.longest, paper.locale));
		default:
			return lined(2);
	}
}
