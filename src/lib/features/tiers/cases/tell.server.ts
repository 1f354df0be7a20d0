import { notify, type NotificationParams } from '$lib/features/notifications/index.server';
import type { PersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { tierOf, type Policy } from '../policy/types';
import { holdersOver, subjectOf, type DecisionRow } from '../subject.server';
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

/**
 * Tells those who may review cases that some wait for them: one message each, of the cases in which they take part.
 * Whoever is the person, proposed it, mentors them or is their head does not.
 */
export async function tellReviewers(
	tx: Database,
	ctx: Context,
	role: 'hrApprover' | 'committeeMember',
	cases: readonly { row: Pick<DecisionRow, 'id' | 'proposedBy' | 'round'>; person: PersonSubject }[]
): Promise<void> {
	const [first] = cases;
	if (!first || ctx.actor.kind === 'anonymous') return;
	const kind = role === 'hrApprover' ? 'tiers.proposed' : 'cases.vote';
	const theirs = new Map<string, string[]>();
	const over = new Map<string, string[]>();
	for (const { row, person } of cases) {
		const { parties } = await subjectOf(tx, person, row.proposedBy);
		const involved = new Set(Object.values(parties ?? {}).flat());
		const unit = person.unitPath;
		if (!over.has(unit)) over.set(unit, await holdersOver(tx, role, [unit], dateIn(ctx.now)));
		for (const reviewer of over.get(unit) ?? [])
			if (!involved.has(reviewer)) theirs.set(reviewer, [...(theirs.get(reviewer) ?? []), row.id]);
	}
	for (const [personId, ids] of theirs) {
		await notify(tx, ctx, {
			...{ personId, kind, params: { proposer: ctx.actor.name, count: ids.length } },
			href: ids.length === 1 ? staffPage(ids[0]!) : '/staff/decisions?state=proposed',
			cause: `tiers.decision.propose:${first.row.id}:${first.row.round}`
		});
	}
}
