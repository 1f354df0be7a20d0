import { REMIND_EXPIRING, REMIND_EXPIRING_CRON, remindExpiring } from '$lib/features/certificates/index.server';
import type { Wiring } from '$lib/server/application';

/** The one list: job -> handler, event -> reactions, schedule. */
export const wiring: Wiring = {
	jobs: {
		[REMIND_EXPIRING]: remindExpiring
	},
	reactions: {},
	schedules: {
		[REMIND_EXPIRING]: REMIND_EXPIRING_CRON
	}
};
