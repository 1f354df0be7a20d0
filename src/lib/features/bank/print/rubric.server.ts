import type { EssayQuestion } from '../question';
import { markdownStrips } from './layout/blocks.server';
import { BODY, textStrips } from './layout/paragraphs.server';
import { PAGE, PAGE_ROOM, WIDTH } from './layout/page';
import { gap, keptWithNext, together, type Strip } from './layout/strips';
import { tableStrips, type Cell } from './layout/table.server';
import type { PrintedQuestion } from './model';
import type { Scene } from './scene.server';

const SMALL = { ...BODY, size: 9.5 };
const COLUMN = { x: PAGE.side, width: WIDTH };

/** A part of some marks by shares in percent, without binary dust. */
const partOf = (marks: number, ...shares: number[]) =>
	Math.round(shares.reduce((part, share) => (part * share) / 100, marks) * 1000) / 1000;

/** What a good essay holds, and each criterion with what its levels earn in marks. */
export function rubricStrips(
	{ number, marks }: PrintedQuestion,
	question: EssayQuestion,
	scene: Scene
): Strip[] {
	const { i18n, root, say, setting } = scene;
	const { t } = i18n;
	const heading = textStrips(t('bankPrint.key.rubric', { number, marks }), COLUMN, root, setting, {
		...{ type: 'H3', style: { ...BODY, bold: true } }
	});
	const model = say(question.model);
	return [
		gap(10),
		...keptWithNext(heading),
		...(model
			? [
					...keptWithNext(
						textStrips(t('bankPrint.key.model'), COLUMN, root, setting, { style: { ...SMALL, bold: true } })
					),
					...together(markdownStrips(model, COLUMN, root, setting, SMALL), PAGE_ROOM / 4),
					gap(5)
				]
			: []),
		...(question.rubric.length ? rubricTable(question, marks, scene) : [])
	];
}

function rubricTable({ rubric }: EssayQuestion, marks: number, { i18n, root, say, setting }: Scene): Strip[] {
	const { t } = i18n;
	const cell = (markdown: string, bold = false): Cell => ({
		natural: 60,
		build: (column, into) => markdownStrips(markdown, column, into, setting, { size: 9, bold })
	});
	const levels = Math.max(...rubric.map((row) => row.levels.length));
	const numbers = Array.from({ length: levels }, (_, at) => at + 1);
	const table = {
		head: [
			...[cell(t('bankPrint.key.criterion'), true), cell(t('bankPrint.key.weight'), true)],
			...numbers.map((number) => cell(t('bankPrint.key.level', { number }), true))
		],
		rows: rubric.map((row) => [
			...[cell(say(row.criterion), true), cell(i18n.number(partOf(marks, row.weight)))],
			...numbers.map((number) => {
				const level = row.levels[number - 1];
				if (!level) return cell(' ');
				const earned = partOf(marks, row.weight, level.share);
				return cell(t('bankPrint.key.level.words', { marks: earned, words: say(level.words) }));
			})
		]),
		shares: [2, 1.5, ...numbers.map(() => 3)]
	};
	return tableStrips(table, COLUMN, root, setting);
}
