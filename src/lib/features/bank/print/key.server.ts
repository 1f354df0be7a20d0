import { answerOf, policyOf } from './answer';
import { headingStrips, framed, sectionStrips } from './heading.server';
import { BODY, marked, markdownStrips, textStrips } from './layout/blocks.server';
import { INK_2, type Ink } from './layout/ink.server';
import { PAGE, PAGE_ROOM, WIDTH } from './layout/page';
import { gap, keptWithNext, together, type Strip } from './layout/strips';
import { tableStrips, type Cell } from './layout/table.server';
import type { Pictures, PrintedPaper, PrintedSection } from './model';
import { rubricStrips } from './rubric.server';
import { drawScene, type Scene } from './scene.server';

const COLUMN = { x: PAGE.side, width: WIDTH };
/** Answers beside each other. */
const BESIDE = 5;
const SMALL = { ...BODY, size: 9.5 };

/** The key of a form as a PDF, confidential on every page: right answers in this form's letters, marks, rubrics. */
export function drawKey(
	paper: PrintedPaper,
	pictures: Pictures = new Map(),
	options: { explanations: boolean } = { explanations: false }
): Promise<Buffer> {
	return drawScene(
		paper,
		'key',
		pictures,
		(scene) => {
			scene.flow([...headingStrips(scene, 'key'), ...warningStrips(scene)]);
			paper.sections.forEach((section, at) => {
				scene.flow([
					...sectionStrips(section, at + 1, scene, false),
					...answerTable(section, scene),
					...rubrics(section, scene),
					...(options.explanations ? explanations(section, scene) : [])
				]);
			});
		},
		(ink, { t }) => drawSecret(ink, ink.printable(t('bankPrint.key.secret')))
	);
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

const cellOf = (text: string, { setting }: Scene, align = 'left', bold = false): Cell => ({
	natural: 40,
	build: (column, into) =>
		textStrips(text || ' ', column, into, setting, { align, leading: 1.4, style: { size: 9.5, bold } })
});

/** Letters of one scoring rule stand five beside each other; all else has a row with its own marks and rule. */
function answerTable(section: PrintedSection, scene: Scene): Strip[] {
	const { questions } = section;
	const { i18n, root, setting } = scene;
	const { t } = i18n;
	const rows = questions.map((printed) => ({
		number: `${printed.number}`,
		answer: answerOf(printed, i18n) || t('bankPrint.key.none'),
		marks: i18n.number(printed.marks),
		policy: policyOf(printed, i18n)
	}));
	const [first] = rows;
	const isPlain = rows.every(
		(row) => row.answer.length <= 7 && row.marks === first?.marks && row.policy === first.policy
	);
	if (isPlain && rows.length > BESIDE) {
		const rule = `${t('bankPrint.key.marks')} ${first?.marks} · ${t('bankPrint.key.policy')} ${first?.policy}`;
		const places = Array.from({ length: BESIDE }, (_, at) => at);
		const lines = rows.flatMap((_, at) => (at % BESIDE ? [] : [rows.slice(at, at + BESIDE)]));
		const table = {
			head: places.flatMap(() => [
				...[
					cellOf(t('bankPrint.key.number'), scene, 'center'),
					cellOf(t('bankPrint.key.answer'), scene, 'center')
				]
			]),
			rows: lines.map((line) =>
				places.flatMap((at) => [
					...[
						cellOf(line[at]?.number ?? '', scene, 'center'),
						cellOf(line[at]?.answer ?? '', scene, 'center', true)
					]
				])
			),
			shares: places.flatMap(() => [2, 3])
		};
		return [
			...keptWithNext(textStrips(rule, COLUMN, root, setting, { style: { ...SMALL, color: INK_2 } })),
			...tableStrips(table, COLUMN, root, setting)
		];
	}
	const head = ['number', 'answer', 'marks', 'policy'] as const;
	const table = {
		head: head.map((one) => cellOf(t(`bankPrint.key.${one}`), scene)),
		rows: rows.map((row) => head.map((one) => cellOf(row[one], scene, 'left', one === 'answer'))),
		shares: [1, 6.2, 1, 4]
	};
	return tableStrips(table, COLUMN, root, setting);
}

const rubrics = ({ questions }: PrintedSection, scene: Scene): Strip[] =>
	questions.flatMap((printed) =>
		printed.question.type === 'essay' ? rubricStrips(printed, printed.question, scene) : []
	);

function explanations({ questions }: PrintedSection, scene: Scene): Strip[] {
	const { i18n, root, say, setting } = scene;
	const explained = questions.filter(({ question }) => say(question.explanation));
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
