import { publishBlueprints } from '$lib/features/bank/index.server';
import { publishRules } from '$lib/features/mentoring/index.server';
import { readMentorRule } from '$lib/features/mentors/index.server';
import { publishCalendar, publishPledgeFiles, publishPolicies } from '$lib/features/tiers/index.server';
import { indexMissingLessons, publishModules } from '$lib/features/training/index.server';
import type { Context } from '$lib/server/context';

/**
 * Publishes what content/ holds and the database does not: modules, blueprints, calendar, pledges, policies,
 * rules of mentoring. The actor is the system. */
export async function publishContent(ctx: Context): Promise<void> {
	await publishModules(ctx);
	await indexMissingLessons(ctx);
	await publishBlueprints(ctx);
	await publishCalendar(ctx);
	await publishPledgeFiles(ctx);
	await publishPolicies(ctx);
	await publishRules(
		ctx,
		({ mentor, effectiveFrom }) => void readMentorRule(mentor.requirements, effectiveFrom)
	);
}
