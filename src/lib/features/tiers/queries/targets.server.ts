import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { invalid } from '$lib/shared/errors';
import { policiesInForce } from '../policies-in-force.server';

/** A grade that somebody may aim at, as a form names it: `ladder/tier`. */
export interface Target {
	value: string;
	ladder: LocalText;
	name: LocalText;
}

/** The grades of every ladder with a standard in force, from the lowest up. */
export async function listTargets(ctx: Context): Promise<Target[]> {
	authorize(ctx.actor, 'tiers.policy.read');
	const versions = await policiesInForce(ctx.db, dateIn(ctx.now));
	return [...versions.values()].flatMap(({ policy }) =>
		policy.tiers.map(({ id, name }) => ({ value: `${policy.ladder}/${id}`, ladder: policy.name, name }))
	);
}

/** A grade by what a form posted, with its name as of today; null for an empty one. Refuses what no standard knows. */
export async function findTarget(
	ctx: Context,
	value: string
): Promise<{ ladder: string; tier: string; name: LocalText } | null> {
	if (!value) return null;
	const found = (await listTargets(ctx)).find((target) => target.value === value);
	if (!found) throw invalid('app.field.choice', { targetTier: 'app.field.choice' });
	const [ladder = '', tier = ''] = value.split('/');
	return { ladder, tier, name: found.name };
}
