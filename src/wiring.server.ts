import type { Wiring } from '$lib/server/application';

/** The one list: job -> handler, event -> reactions, schedule. */
export const wiring: Wiring = {
	jobs: {},
	reactions: {},
	schedules: {}
};
