import { answerOf, isReadFreely, policyOf } from './answer';
import { BODY, textStrips } from './layout/paragraphs.server';
import { INK_2 } from './layout/ink.server';
import { PAGE, WIDTH } from './layout/page';
import { gap, keptWithNext, type Strip } from './layout/strips';
import { tableStrips, type Cell } from './layout/table.server';
import type { KeyedQuestion, PrintedSection } from './model';
import type { Scene } from './scene.server';

const COLUMN = { x: PAGE.side, width: WIDTH };
/** Short answers beside each other, and the longest that counts as one. */
const BESIDE = 5;
const SHORT = 7;

type Row = Record<'number' | 'answer' | 'marks' | 'policy', string>;

const rowOf = (printed: KeyedQuestion, { i18n }: Scene): Row => ({
	number: `${printed.number}`,
	answer:
		answerOf(printed, i18n) ||
		i18n.t(isReadFreely(printed) ? 'bankPrint.key.policy.read' : 'bankPrint.key.none'),
	marks: i18n.number(printed.marks),
	policy: policyOf(printed, i18n)
});

const ruleOf = ({ marks, policy }: Row) => `${marks} ${policy}`;

/**
 * Answers with their marks and how these come about: letters under the section's usual rule stand five beside each
 * other, all else has a row of its own.
 */
export function answerTable({ questions }: PrintedSection<KeyedQuestion>, scene: Scene): Strip[] {
	const rows = questions.map((printed) => rowOf(printed, scene));
	const rules = [...new Set(rows.map(ruleOf))].map((rule) => rows.filter((row) => ruleOf(row) === rule));
	const [usual = []] = rules.sort((a, b) => b.length - a.length);
	const short = usual.filter(({ answer }) => answer.length <= SHORT);
	if (short.length <= BESIDE) return longTable(rows, scene);
	const others = rows.filter((row) => !short.includes(row));
	return [...shortTable(short, scene), ...(others.length ? [gap(6), ...longTable(others, scene)] : [])];
}

const cellOf = (text: string, { setting }: Scene, align = 'left', bold = false): Cell => ({
	natural: 40,
	build: (column, into) =>
		textStrips(text || ' ', column, into, setting, { align, leading: 1.4, style: { size: 9.5, bold } })
});

function shortTable(rows: Row[], scene: Scene): Strip[] {
	const { i18n, root, setting } = scene;
	const { t } = i18n;
	const [first] = rows;
	const rule = [
		`${t('bankPrint.key.marks')} ${first?.marks}`,
		`${t('bankPrint.key.policy')} ${first?.policy}`
	].join(' · ');
	const places = Array.from({ length: BESIDE }, (_, at) => at);
	const middle = (text = '', bold = false) => cellOf(text, scene, 'center', bold);
	const table = {
		head: places.flatMap(() => [middle(t('bankPrint.key.number')), middle(t('bankPrint.key.answer'))]),
		rows: rows.flatMap((_, from) =>
			from % BESIDE
				? []
				: [places.flatMap((at) => [middle(rows[from + at]?.number), middle(rows[from + at]?.answer, true)])]
		),
		shares: places.flatMap(() => [2, 3])
	};
	const style = { ...BODY, size: 9.5, color: INK_2 };
	return [
		...keptWithNext(textStrips(rule, COLUMN, root, setting, { style })),
		...tableStrips(table, COLUMN, root, setting)
	];
}

function longTable(rows: Row[], scene: Scene): Strip[] {
	const { t } = scene.i18n;
	const head = ['number', 'answer', 'marks', 'policy'] as const;
	const table = {
		head: head.map((one) => cellOf(t(`bankPrint.key.${one}`), scene)),
		rows: rows.map((row) => head.map((one) => cellOf(row[one], scene, 'left', one === 'answer'))),
		shares: [1, 6.2, 1, 4]
	};
	return tableStrips(table, COLUMN, scene.root, scene.setting);
}
