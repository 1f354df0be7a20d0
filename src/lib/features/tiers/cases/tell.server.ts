import { notify, type NotificationParams } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { tierOf, type Policy } from '../policy/types';
import { holdersOver, type DecisionRow } from '../subject.server';
import { actorIdOf } from './steps.server';

/** What notices name of a tier; whoever is off the ladder stands on none. */
export const tierName = (policy: Policy, id: string | null) =>
	tierOf(policy, id ?? '')?.name ?? { 'zh-CN': id ?? '—', en: id ?? '—' };

/** Tells a person something about a case; each kind once in a round. */
export async function tell(
	tx: Database,
	ctx: Context,
	decision: Pick<DecisionRow, 'id' | 'round'>,
	personId: string | null,
	kind: string,
	params: NotificationParams,
	href: string
): Promise<void> {
	if (!personId || personId === actorIdOf(ctx)) return;
	const cause = `tiers.case.${kind}:${decision.id}:${decision.round}`;
	await notify(tx, ctx, { personId, kind: `cases.${kind}`, params, href, cause });
}

export const staffPage = (id: string): string => `/staff/decisions/${id}`;
/** Where people read what was decided about them. */
export const OWN_PAGE = '/path/decisions';

/** Tells those who may review cases that some wait for them: one message each, nobody about themselves. */
export async function tellReviewers(
	tx: Database,
	ctx: Context,
	role: 'hrApprover' | 'committeeMember',
	cases: readonly Pick<DecisionRow, 'id' | 'personId' | 'proposedBy' | 'round'>[],
	unitPaths: readonly string[]
): Promise<void> {
	const [first] = cases;
	if (!first || ctx.actor.kind === 'anonymous') return;
	const kind = role === 'hrApprover' ? 'tiers.proposed' : 'cases.vote';
	for (const reviewer of await holdersOver(tx, role, unitPaths, dateIn(ctx.now))) {
		const others = cases.filter(({ personId }) => personId !== reviewer);
		if (!others.length || reviewer === first.proposedBy) continue;
		await notify(tx, ctx, {
			personId: reviewer,
			kind,
			params: { proposer: ctx.actor.name, count: others.length },
			href: others.length === 1 ? staffPage(others[0]!.id) : '/staff/decisions?state=proposed',
			cause: `tiers.decision.propose:${first.id}:${first.round}`
		});
	}
}
