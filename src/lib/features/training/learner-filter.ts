/** What a list of learners may be narrowed to, besides a module and a name. */
export const learnerStates = ['open', 'stuck', 'older', 'completed', 'all'] as const;

export interface LearnerFilter {
	/** Code of a module. */
	module: string;
	/** `stuck`: no try left; `older`: in the middle of a version that is not the latest. */
	state: (typeof learnerStates)[number];
	/** Part of a name or an employee number. */
	q: string;
	/** From 1. */
	page: number;
}

/** The filter that an address names; what it does not know is left out. */
export function readLearnerFilter(params: URLSearchParams): LearnerFilter {
	const state = learnerStates.find((one) => one === params.get('state')) ?? 'open';
	const page = Number(params.get('page'));
	return {
		module: (params.get('module') ?? '').slice(0, 100),
		...{ state, q: (params.get('q') ?? '').trim().slice(0, 100) },
		page: Number.isInteger(page) && page > 0 && page < 10_000 ? page : 1
	};
}
