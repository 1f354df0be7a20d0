import { isId } from '$lib/shared/ids';

export const resultViews = ['results', 'missing'] as const;
export const resultSorts = ['total', 'name', 'employeeNo', 'unit', 'recordedAt'] as const;

/** What a period's results are narrowed to and sorted by. */
export interface ResultFilter {
	view: (typeof resultViews)[number];
	q: string;
	/** Id of a unit: its whole subtree. */
	unit: string | null;
	/** A step of the distribution: totals from this up to the next. */
	from: number | null;
	sort: (typeof resultSorts)[number];
	dir: 'asc' | 'desc';
	page: number;
}

/** Reads the filter from an address; whatever is unknown there counts as absent. */
export function resultFilter(params: URLSearchParams, steps: readonly number[]): ResultFilter {
	const unit = params.get('unit') ?? '';
	const sort = resultSorts.find((known) => known === params.get('sort'));
	return {
		view: params.get('view') === 'missing' ? 'missing' : 'results',
		q: (params.get('q') ?? '').slice(0, 100),
		unit: isId(unit) ? unit : null,
		from: steps.find((step) => String(step) === params.get('from')) ?? null,
		sort: sort ?? 'employeeNo',
		dir: params.get('dir') === 'desc' ? 'desc' : 'asc',
		page: Math.min(100_000, Math.max(1, Math.floor(Number(params.get('page'))) || 1))
	};
}
