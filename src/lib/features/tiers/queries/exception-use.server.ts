import { authorizeAnywhere } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { countExceptions } from '../cases/history.server';
import { waivableName } from '../engine/describe-rules';
import { named, phrase, type Phrase } from '../engine/phrase';
import { policiesInForce } from '../policies-in-force.server';

/** How many exceptions of each requirement this year has had, of how many that the standards in force allow. */
export async function listExceptionUse(ctx: Context): Promise<Phrase[]> {
	authorizeAnywhere(ctx.actor, 'tiers.decision.read');
	const today = dateIn(ctx.now);
	const uses: Phrase[] = [];
	for (const { policy } of (await policiesInForce(ctx.db, today)).values()) {
		for (const tier of policy.tiers.filter(({ waivable }) => waivable.length)) {
			const used = await countExceptions(ctx.db, policy.ladder, tier.id, today);
			for (const { ref, perYear } of tier.waivable) {
				uses.push(
					phrase('staffCases.exceptions.use', {
						...{ tier: named(tier.name), what: waivableName(ref, tier, policy) },
						...{ used: used[ref] ?? 0, allowed: perYear }
					})
				);
			}
		}
	}
	return uses;
}
