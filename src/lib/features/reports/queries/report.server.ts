import { listUnits } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import type { ReportFilter } from '../filter';
import { presetsOf } from '../filter';
import { addFigures, matrixOf, noFigures, rollUp } from '../rules';
import { hoursByAreaAndMethod } from './hours.server';
import { moduleFigures } from './modules.server';
import { monthFigures } from './time.server';
import { unitFigures } from './units.server';

/** The training report of a unit and a period, without names: a fixed number of queries, however many people. */
export async function getTrainingReport(ctx: Context, filter: ReportFilter) {
	const { rows, year, requirement } = await unitFigures(ctx, filter);
	const units = await listUnits(ctx, { where: 'reports.training.read' });
	const chosen = units.find(({ id }) => id === filter.unit);
	const groups = rollUp(rows, chosen?.path ?? null);
	return {
		filter,
		presets: presetsOf(dateIn(ctx.now)),
		units,
		year,
		requirement,
		total: rows.reduce(addFigures, noFigures()),
		byUnit: groups.map(({ path, figures }) => {
			const unit = units.find((one) => one.path === path);
			return { id: unit?.id ?? null, name: unit?.name ?? null, path, ...figures };
		}),
		byModule: await moduleFigures(ctx, filter),
		byMonth: await monthFigures(ctx, filter),
		hours: matrixOf(await hoursByAreaAndMethod(ctx, filter))
	};
}
export type TrainingReport = Awaited<ReturnType<typeof getTrainingReport>>;
