import { reachesOf } from '$lib/access/can';
import { listLate, type LatePerson } from '$lib/features/assignments/index.server';
import { listUnits } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { presetsOf, type ReportFilter } from '../filter';
import { addFigures, matrixOf, noFigures, rollUp } from '../rules';
import { hoursByAreaAndMethod } from './hours.server';
import { moduleFigures } from './modules.server';
import { monthFigures } from './time.server';
import { unitFigures } from './units.server';

/** Late people that the page shows; the rest are counted, and exported. */
const LATE_SHOWN = 15;

/** Who is late today, of a unit and below, for readers of assignments; null for others. */
async function lateOf(ctx: Context, unitPath: string | undefined): Promise<LatePerson[] | null> {
	const reads = reachesOf(ctx.actor, 'assignments.assignment.read').some(
		({ reach }) => reach === 'unit' || reach === 'organisation'
	);
	if (!reads) return null;
	return listLate(ctx, { on: dateIn(ctx.now), ...(unitPath ? { unitPath } : {}) });
}

/** The training report of a unit and a period; names only of who is late: a fixed number of queries, however many people. */
export async function getTrainingReport(ctx: Context, filter: ReportFilter, wanted: 'page' | 'all' = 'page') {
	const { rows, year, requirement } = await unitFigures(ctx, filter);
	const units = await listUnits(ctx, { where: 'reports.training.read' });
	const chosen = units.find(({ id }) => id === filter.unit);
	const groups = rollUp(rows, chosen?.path ?? null);
	const late = await lateOf(ctx, chosen?.path);
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
		late: late && { all: late.length, rows: wanted === 'page' ? late.slice(0, LATE_SHOWN) : late },
		byModule: await moduleFigures(ctx, filter),
		byMonth: await monthFigures(ctx, filter),
		hours: matrixOf(await hoursByAreaAndMethod(ctx, filter))
	};
}
export type TrainingReport = Awaited<ReturnType<typeof getTrainingReport>>;
