import { markdownStrips } from './layout/blocks.server';
import { textStrips, BODY } from './layout/paragraphs.server';
import { PAGE, PAGE_ROOM, WIDTH } from './layout/page';
import { gap, heightOf, keptWithNext, together, type Strip } from './layout/strips';
import { openElement } from './layout/structure.server';
import { candidateStrips, framed, headingStrips, ruleStrips, sectionStrips } from './heading.server';
import { marksEach, type Pictures, type PrintedPaper, type PrintedSection } from './model';
import { questionStrips } from './question.server';
import { drawScene, type Scene, type Writing } from './scene.server';
import { scoreStrips } from './score-table.server';

/**
 * The question paper as a PDF (A4, tagged). What a picture is called but not given for is named in its place; formulas
 * that are none are printed as they were written. The same paper and pictures give the same bytes.
 */
export const drawQuestionPaper = (paper: PrintedPaper, pictures: Pictures = new Map()): Promise<Buffer> =>
	drawScene(paper, pictures, questionPaper);

export const questionPaper: Writing = {
	kind: 'paper',
	write(scene) {
		const { paper } = scene;
		scene.flow([
			...headingStrips(scene, 'paper'),
			...candidateStrips(scene),
			...(paper.answersOn === 'paper' ? scoreStrips(scene) : []),
			...ruleStrips(scene)
		]);
		paper.sections.forEach((section, at) => {
			// A section is one flow: its heading stays with its first question.
			scene.flow([...sectionStrips(section, at + 1, scene), ...questionsOf(section, scene)]);
		});
	}
};

function questionsOf(section: PrintedSection, scene: Scene): Strip[] {
	const withMarks = marksEach(section) === null;
	let last: string | null = null;
	let place = 0;
	return section.questions.flatMap((printed) => {
		const { case: own } = printed;
		const begins = own !== null && own.id !== last;
		last = own?.id ?? null;
		// Made in the order in which they are read.
		const material = begins ? caseStrips(section, own.id, ++place, scene) : [];
		const question = questionStrips(printed, scene, withMarks);
		// With its first question if a page holds both; the section's heading needs some of it.
		const fits = heightOf([...material, ...question]) <= PAGE_ROOM - 80;
		return [...(fits ? keptWithNext(material) : material), ...question];
	});
}

/** The material of a case in a frame, with its title and the numbers of its questions. */
function caseStrips(section: PrintedSection, id: string, place: number, scene: Scene): Strip[] {
	const { setting, root, i18n, say } = scene;
	const { t } = i18n;
	const numbers = section.questions.filter((one) => one.case?.id === id).map(({ number }) => number);
	const own = section.questions.find((one) => one.case?.id === id)?.case;
	const inner = { x: PAGE.side + 9, width: WIDTH - 18 };
	const into = openElement(setting, root, 'Sect');
	const [from = 0, to = 0] = [numbers[0], numbers[numbers.length - 1]];
	const range = from === to ? t('bankPrint.case.for.one', { from }) : t('bankPrint.case.for', { from, to });
	const title = t('bankPrint.case.title', { number: place, title: say(own?.title) });
	const strips = [
		...textStrips(`${title} ${range}`, inner, into, setting, {
			type: 'H3',
			style: { ...BODY, size: 11, bold: true }
		}),
		...markdownStrips(say(own?.material), inner, into, setting)
	];
	return [...together(framed(strips, PAGE.side, WIDTH, setting.ink), PAGE_ROOM * 0.7, 4), gap(6)];
}
