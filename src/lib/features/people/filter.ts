import { roleNames, type RoleName } from '$lib/access/roles';
import { isId } from '$lib/shared/ids';

export const peopleSorts = ['employeeNo', 'name', 'unit', 'post', 'hiredOn', 'status'] as const;
export const personStatuses = ['active', 'suspended', 'left'] as const;
export type PersonStatus = (typeof personStatuses)[number];

/** What the list of people is narrowed to and sorted by. */
export interface PeopleFilter {
	q: string;
	/** Id of a unit: its whole subtree. */
	unit: string | null;
	role: RoleName | null;
	status: PersonStatus | null;
	sort: (typeof peopleSorts)[number];
	dir: 'asc' | 'desc';
	page: number;
}

const oneOf = <T extends string>(values: readonly T[], value: string | null): T | null =>
	values.find((known) => known === value) ?? null;

/** A page number from an address: 1 unless it is a whole number above. */
export const pageNumber = (value: string | null): number =>
	Math.min(100_000, Math.max(1, Math.floor(Number(value)) || 1));

/** Reads the filter from an address; whatever is unknown there counts as absent. */
export function peopleFilter(params: URLSearchParams): PeopleFilter {
	const unit = params.get('unit') ?? '';
	return {
		q: (params.get('q') ?? '').slice(0, 100),
		unit: isId(unit) ? unit : null,
		role: oneOf(roleNames, params.get('role')),
		status: oneOf(personStatuses, params.get('status')),
		sort: oneOf(peopleSorts, params.get('sort')) ?? 'employeeNo',
		dir: params.get('dir') === 'desc' ? 'desc' : 'asc',
		page: pageNumber(params.get('page'))
	};
}
