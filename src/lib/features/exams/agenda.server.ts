import type { Engagement } from '$lib/features/agenda/index.server';
import { addDays, dateIn, instantIn } from '$lib/shared/dates';
import type { sittings } from './tables.server';

/** A window of more than a day leaves room for other things: candidates begin when it suits them. */
const LONG_MS = 24 * 3_600_000;

/**
 * A registration takes the window of the sitting, one of several days as days only. A sitting whose registration has
 * opened does not change any more, and nobody is registered before.
 */
export function engagementOf(sitting: typeof sittings.$inferSelect, personId: string): Engagement {
	const { opensAt, closesAt } = sitting;
	const title = { 'zh-CN': sitting.titleZh, en: sitting.titleEn };
	const common = { personId, title, place: null, href: `/exams/${sitting.id}` };
	if (closesAt.getTime() - opensAt.getTime() <= LONG_MS) {
		return { ...common, startsAt: opensAt, endsAt: closesAt };
	}
	return {
		...common,
		startsAt: instantIn(`${dateIn(opensAt)}T00:00`)!,
		endsAt: instantIn(`${addDays(dateIn(closesAt), 1)}T00:00`)!,
		dayOnly: true
	};
}
