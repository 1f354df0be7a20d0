import { textStrips } from './layout/paragraphs.server';
import { PAGE, WIDTH } from './layout/page';
import { gap, type Strip } from './layout/strips';
import { tableStrips, type Cell } from './layout/table.server';
import { sectionNumber } from './model';
import type { Scene } from './scene.server';

/** The table in which markers enter what each part earned. */
export function scoreStrips({ paper, i18n, root, setting }: Scene): Strip[] {
	const { t } = i18n;
	const cell = (text: string): Cell => ({
		natural: 30,
		build: (column, into) =>
			textStrips(text || ' ', column, into, setting, { align: 'center', style: { size: 9.5 } })
	});
	const parts = paper.sections.map((_, at) => sectionNumber(at + 1, paper.locale));
	const line = (label: string) => [cell(label), ...parts.map(() => cell('')), cell('')];
	const table = {
		head: [t('bankPrint.score.part'), ...parts, t('bankPrint.score.total')].map(cell),
		rows: [line(t('bankPrint.score.earned')), line(t('bankPrint.score.marker'))],
		shares: [1.6, ...parts.map(() => 1), 1.2]
	};
	return [...tableStrips(table, { x: PAGE.side, width: WIDTH }, root, setting), gap(8)];
}
