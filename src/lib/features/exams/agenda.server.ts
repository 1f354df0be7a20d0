import type { Engagement } from '$lib/features/agenda/index.server';
import type { sittings } from './tables.server';

/**
 * A registration takes the whole window of the sitting: the candidate chooses when to begin within it. A sitting whose
 * registration has opened does not change any more, and nobody is registered before.
 */
export const engagementOf = (sitting: typeof sittings.$inferSelect, personId: string): Engagement => ({
	personId,
	title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
	place: null,
	href: `/exams/${sitting.id}`,
	startsAt: sitting.opensAt,
	endsAt: sitting.closesAt
});
