import type { I18n } from '$lib/i18n/i18n';
import { loadStaffI18n } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import { csvOf, xlsxOf, type Table } from '$lib/server/sheets';
import { intervalOf, type Told } from '../statistics/told';
import type { StatisticsFilter } from '../statistics/filter';
import { getExamStatistics, type ExamStatistics, type Rate } from './statistics.server';

/** The statistics as a file, in full precision: pass rates as CSV; with items in a sheet of their own as a workbook. */
export async function exportExamStatistics(
	ctx: Context,
	{ tier, format }: StatisticsFilter
): Promise<Uint8Array> {
	const statistics = await getExamStatistics(ctx, { tier });
	const i18n = await loadStaffI18n(ctx.locale);
	const rates = ratesTable(statistics, i18n);
	if (format === 'csv') return csvOf(rates);
	return xlsxOf(statistics.drifts ? [rates, driftTable(statistics.drifts, i18n)] : [rates]);
}

function ratesTable({ units, cohorts, sittings }: ExamStatistics, { t, local, date }: I18n): Table {
	const lines = (of: 'unit' | 'cohort' | 'sitting', told: Told<Rate> | null) => {
		const line = (name: string, at: string, group: { candidates: number; passed: number }) => [
			...[t(`records.by.${of}`), name, at, group.candidates, group.passed, group.passed / group.candidates],
			...intervalOf(group)
		];
		return [
			...(told?.groups ?? []).map((group) =>
				line(
					group.id ? local(group.name) : t('records.unknown'),
					group.at ? date(group.at, 'short') : '',
					group
				)
			),
			...(told?.others ? [line(t('records.others'), '', told.others)] : [])
		];
	};
	return {
		name: t('records.rates'),
		head: (['group', 'name', 'date', 'candidates', 'passes', 'rate', 'from', 'to'] as const).map((key) =>
			t(`records.col.${key}`)
		),
		rows: [...lines('sitting', sittings), ...lines('unit', units), ...lines('cohort', cohorts)]
	};
}

const driftTable = (drifts: NonNullable<ExamStatistics['drifts']>, { t, local }: I18n): Table => ({
	name: t('records.drift'),
	head: (['item', 'area', 'sitting', 'candidates', 'difficulty', 'moved', 'error', 'flagged'] as const).map(
		(key) => t(`records.col.${key}`)
	),
	rows: drifts.flatMap(({ code, version, area, sittings, drift }) =>
		sittings.map(({ title, candidates, mean }, i) => [
			...[`${code} v${version}`, t(`exams.area.${area}`), local(title), candidates, mean],
			...(i
				? [null, null, '']
				: [drift.moved * 100, drift.error * 100, drift.flagged ? t('records.flag') : ''])
		])
	)
});
