import { loadStaffI18n } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import type { Table } from '$lib/server/sheets';
import type { ReportFilter } from './filter';
import { personFigures } from './queries/people.server';
import { getTrainingReport } from './queries/report.server';

const hours = (minutes: number): number => Math.round(minutes / 6) / 10;

/** The tables of the report in the reader's language, people by name first. */
export async function tablesToExport(ctx: Context, filter: ReportFilter): Promise<Table[]> {
	const i18n = await loadStaffI18n(ctx.locale);
	const { t, local, has } = i18n;
	const named = (kind: 'area' | 'method', id: string): string => {
		const key: string = `training.${kind}.${id}`;
		return has(key) ? t(key) : id;
	};
	const report = await getTrainingReport(ctx, filter, 'all');
	const people = await personFigures(ctx, filter);
	const word = (key: Parameters<typeof t>[0]) => t(key);
	return [
		{
			name: word('reports.people'),
			head: [
				...[word('reports.column.number'), word('reports.column.name'), word('reports.column.unit')],
				...[word('reports.column.completions'), word('reports.column.hours')],
				...[t('reports.column.year_hours', { year: String(report.year) }), word('reports.column.met')]
			],
			rows: people.map((one) => [
				...[one.employeeNo, one.name, local(one.unit), one.completions, hours(one.minutes)],
				...[hours(one.yearMinutes), one.met === null ? null : t(one.met ? 'app.yes' : 'app.no')]
			])
		},
		{
			name: word('reports.by_unit'),
			head: [
				...[word('reports.column.unit'), word('reports.column.people'), word('reports.column.learners')],
				...[word('reports.column.completions'), word('reports.column.hours'), word('reports.column.met')]
			],
			rows: report.byUnit.map((row) => [
				...[row.name ? local(row.name) : row.path, row.people, row.learners],
				...[row.completions, hours(row.minutes), report.requirement ? row.met : null]
			])
		},
		{
			name: word('reports.by_module'),
			head: [
				...[word('reports.column.module'), word('reports.column.area'), word('reports.column.begun')],
				...[word('reports.column.completed'), word('reports.column.in_period')]
			],
			rows: report.byModule.map((row) => [
				...[local(row.title), named('area', row.area), row.begun, row.completed, row.inPeriod]
			])
		},
		{
			name: word('reports.by_month'),
			head: [word('reports.column.month'), word('reports.column.completions'), word('reports.column.hours')],
			rows: report.byMonth.map((row) => [row.month, row.completions, hours(row.minutes)])
		},
		{
			name: word('reports.hours'),
			head: [
				...[word('reports.column.area'), ...report.hours.methods.map((method) => named('method', method))],
				word('reports.column.all')
			],
			rows: report.hours.areas.map((row) => [
				named('area', row.area),
				...report.hours.methods.map((method) => hours(row.by[method] ?? 0)),
				hours(row.minutes)
			])
		},
		...(report.late
			? [
					{
						name: word('reports.late'),
						head: [
							...[word('reports.column.number'), word('reports.column.name'), word('reports.column.unit')],
							...[
								word('reports.column.assignment'),
								word('reports.column.due'),
								word('reports.column.days_late')
							]
						],
						rows: report.late.rows.map((one) => [
							...[one.employeeNo, one.name, local(one.unitName), local(one.title), one.dueOn, one.daysLate]
						])
					}
				]
			: [])
	];
}
