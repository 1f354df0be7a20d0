import { publishBlueprints } from '$lib/features/exams/index.server';
import { publishCalendar, publishPledgeFiles, publishPolicies } from '$lib/features/tiers/index.server';
import { publishModules } from '$lib/features/training/index.server';
import type { Context } from '$lib/server/context';

/** Publishes what content/ holds and the database does not: modules, blueprints, calendar, pledges, policies. The actor is the system. */
export async function publishContent(ctx: Context): Promise<void> {
	await publishModules(ctx);
	await publishBlueprints(ctx);
	await publishCalendar(ctx);
	await publishPledgeFiles(ctx);
	await publishPolicies(ctx);
}
