import { can } from '$lib/access/can';
import type { I18n } from '$lib/i18n/i18n';
import { loadStaffI18n } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import { csvOf, xlsxOf, type Table } from '$lib/server/sheets';
import { notFound } from '$lib/shared/errors';
import type { TestFigures, View } from '../analysis/analyse';
import { numberOf } from '../analysis/figure';
import { listAnalysed, readAnalysis, type AnalysedItem } from './analysis.server';

/**
 * The figures of a sitting as a file, in full precision: items as CSV, and with the test by form and area, and the options for
 * those who read the bank, as a workbook. A figure that is missing is an empty cell.
 */
export async function exportAnalysis(
	ctx: Context,
	{ sittingId, format }: { sittingId: string; format: 'csv' | 'xlsx' }
): Promise<Uint8Array> {
	const { analysis } = await readAnalysis(ctx, sittingId);
	if (!analysis) throw notFound();
	const i18n = await loadStaffI18n(ctx.locale);
	const views = [analysis.all, ...analysis.forms];
	const nameOf = (place: number): string =>
		place ? (views[place]!.form ?? String(place)) : i18n.t('staffAnalysis.all');
	const listed = await Promise.all(views.map((view) => listAnalysed(ctx, view)));
	const items: Table = {
		name: i18n.t('staffAnalysis.sheet.items'),
		head: [i18n.t('staffAnalysis.col.form'), ...headOfItems(i18n)],
		rows: listed.flatMap((list, place) => list.map((item) => [nameOf(place), ...rowOfItem(item, i18n)]))
	};
	if (format === 'csv') return csvOf(items);
	const codes = new Map(listed[0]!.map(({ id, code }) => [id, code]));
	return xlsxOf([
		items,
		testTable(views, nameOf, i18n),
		...(can(ctx.actor, 'bank.item.read').ok ? [optionTable(analysis.all, codes, i18n)] : [])
	]);
}

const headOfItems = ({ t }: I18n): string[] =>
	(
		[
			...([
				'code',
				'section',
				'type',
				'candidates',
				'difficulty',
				'sd',
				'discrimination',
				'upperLower'
			] as const),
			...(['alphaIfDeleted', 'weight', 'intended', 'secondsMean', 'secondsMedian', 'flags'] as const)
		] as const
	).map((key) => t(`staffAnalysis.col.${key}`));

const rowOfItem = (item: AnalysedItem, { t }: I18n): (string | number | null)[] => [
	...[item.code, t(`exams.area.${item.section}`), t(`bank.type.${item.type}`), item.candidates],
	...[item.difficulty, item.sd, item.discrimination, item.upperLower].map(numberOf),
	...[item.alphaIfDeleted, item.weight, item.intended].map(numberOf),
	...[item.seconds?.mean ?? null, item.seconds?.median ?? null],
	item.flags.map((flag) => t(`staffAnalysis.flag.${flag}`)).join('; ')
];

function testTable(views: readonly View[], nameOf: (place: number) => string, { t }: I18n): Table {
	const columns = [
		'form',
		'section',
		'candidates',
		'items',
		'mean',
		'median',
		'sd',
		'alpha',
		'kr20',
		'kr21',
		'sem'
	];
	const rowOf = (form: string, section: string, test: TestFigures) => [
		...[form, section, test.candidates, test.items, test.mean, test.median],
		...[test.sd, test.alpha, test.kr20, test.kr21, test.sem].map(numberOf)
	];
	return {
		name: t('staffAnalysis.sheet.test'),
		head: columns.map((key) => t(`staffAnalysis.col.${key as 'form'}`)),
		rows: views.flatMap((view, place) => [
			rowOf(nameOf(place), '', view.test),
			...view.sections.map(({ section, test }) =>
				rowOf(nameOf(place), t(`exams.area.${section as AnalysedItem['section']}`), test)
			)
		])
	};
}

const optionTable = (view: View, codes: ReadonlyMap<string, string>, { t }: I18n): Table => ({
	name: t('staffAnalysis.sheet.options'),
	head: [
		...[t('staffAnalysis.col.code'), t('staffAnalysis.item.option'), t('staffAnalysis.item.right')],
		...[t('staffAnalysis.item.chosen'), t('staffAnalysis.item.correlation')],
		...[1, 2, 3, 4, 5].map((n) => t('staffAnalysis.item.fifth', { n }))
	],
	rows: view.items.flatMap(({ id, options }) =>
		options.map((option) => [
			...[codes.get(id) ?? '', option.id ?? t('staffAnalysis.item.blank'), option.right ? 1 : 0],
			...[option.chosen, numberOf(option.discrimination), ...option.fifths]
		])
	)
});
