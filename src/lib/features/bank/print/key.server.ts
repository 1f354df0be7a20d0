import { isReadFreely } from './answer';
import { answerTable } from './answer-table.server';
import { headingStrips, framed, sectionStrips } from './heading.server';
import { markdownStrips } from './layout/blocks.server';
import { BODY, marked, textStrips } from './layout/paragraphs.server';
import { INK_2, type Ink } from './layout/ink.server';
import { PAGE, PAGE_ROOM, WIDTH } from './layout/page';
import { gap, keptWithNext, together, type Strip } from './layout/strips';
import type { KeyedQuestion, Pictures, PrintedPaper, PrintedSection } from './model';
import { rubricStrips } from './rubric.server';
import { drawScene, type Scene } from './scene.server';

const COLUMN = { x: PAGE.side, width: WIDTH };
const SMALL = { ...BODY, size: 9.5 };

/** The key of a form as a PDF, confidential on every page: right answers in this form's letters, marks, rubrics. */
export function drawKey(
	paper: PrintedPaper<KeyedQuestion>,
	pictures: Pictures = new Map(),
	options: { explanations: boolean } = { explanations: false }
): Promise<Buffer> {
	return drawScene(paper, pictures, {
		kind: 'key',
		write(scene) {
			scene.flow([...headingStrips(scene, 'key'), ...warningStrips(scene)]);
			paper.sections.forEach((section, at) => {
				scene.flow([
					...sectionStrips(section, at + 1, scene, false),
					...answerTable(section, scene),
					...rubrics(section, scene),
					...explanations(section, scene, options.explanations)
				]);
			});
		},
		mark: (ink, { t }) => drawSecret(ink, ink.printable(t('bankPrint.key.secret')))
	});
}

/** In the middle above everything else, on every page. */
function drawSecret(ink: Ink, text: string): void {
	const style = { size: 12, bold: true };
	const width = ink.width(text, style) + 16;
	const x = (PAGE.width - width) / 2;
	ink.doc.rect(x, 10, width, 19).lineWidth(1.2).stroke('#111414');
	ink.put(text, x + 8, 24, style);
}

function warningStrips({ i18n, root, setting }: Scene): Strip[] {
	const inner = { x: PAGE.side + 8, width: WIDTH - 16 };
	const words = textStrips(i18n.t('bankPrint.key.secret.words'), inner, root, setting, {
		style: { ...SMALL, bold: true }
	});
	return framed(words, PAGE.side, WIDTH, setting.ink);
}

const rubrics = ({ questions }: PrintedSection<KeyedQuestion>, scene: Scene): Strip[] =>
	questions.flatMap((printed) =>
		printed.question.type === 'essay' ? rubricStrips(printed, printed.question, scene) : []
	);

/** Why answers are right: of all questions, or of those only that a marker could not mark without. */
function explanations({ questions }: PrintedSection<KeyedQuestion>, scene: Scene, all: boolean): Strip[] {
	const { i18n, root, say, setting } = scene;
	const explained = questions.filter((one) => (all || isReadFreely(one)) && say(one.question.explanation));
	if (!explained.length) return [];
	const inner = { x: PAGE.side + 26, width: WIDTH - 26 };
	return [
		gap(8),
		...keptWithNext(
			textStrips(i18n.t('bankPrint.key.explanations'), COLUMN, root, setting, {
				...{ type: 'H3', style: { ...SMALL, bold: true } }
			})
		),
		...explained.flatMap(({ number, question }) => [
			...together(
				marked(
					markdownStrips(say(question.explanation), inner, root, setting, { ...SMALL, color: INK_2 }),
					`${number}.`,
					PAGE.side,
					root,
					setting,
					SMALL
				),
				PAGE_ROOM / 4
			),
			gap(3)
		])
	];
}
