import { desc, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { IsoDate } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import type { Node } from '../engine/explanation';
import { storedEvaluation } from '../engine/stored';
import { isTold } from '../inquiries/rules';
import { tierOf } from '../policy/types';
import { storedPolicy } from '../policy/stored';
import type { DecisionKind, DecisionState } from '../states';
import { decisions, policyVersions } from '../tables.server';

export interface OwnDecision {
	id: string;
	ladder: string;
	kind: DecisionKind;
	state: DecisionState;
	from: LocalText | null;
	to: LocalText | null;
	proposedAt: string;
	effectiveOn: IsoDate | null;
	noticeTo: IsoDate | null;
	reason: string;
	closingNote: string | null;
	policy: { id: string; name: LocalText; edition: LocalText };
	asOf: IsoDate;
	/** The requirements as they were judged, with the evidence: all of it is the person's own. */
	requirements: Node[];
	met: number;
	total: number;
}

/**
 * The decisions about the signed-in person that they may know of, newest first, each with what it rested on (domain,
 * 8.7; PIPL, Article 24). Who voted how stays with the committee.
 */
export async function listOwnDecisions(ctx: Context): Promise<OwnDecision[]> {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'tiers.path.read', { personId });
	const rows = await ctx.db
		.select({ decision: decisions, content: policyVersions.content })
		.from(decisions)
		.innerJoin(policyVersions, eq(policyVersions.id, decisions.policyVersionId))
		.where(eq(decisions.personId, personId))
		.orderBy(desc(decisions.proposedAt), desc(decisions.id));
	return rows.filter(({ decision }) => isTold(decision)).map(describe);
}

function describe({ decision, content }: { decision: typeof decisions.$inferSelect; content: unknown }) {
	const policy = storedPolicy(content);
	const nameOf = (id: string | null): LocalText | null =>
		id === null ? null : (tierOf(policy, id)?.name ?? { 'zh-CN': id, en: id });
	const judged = nameOf(decision.toTier ?? decision.fromTier) ?? policy.name;
	const explanation = storedEvaluation(decision.explanation, judged);
	return {
		id: decision.id,
		ladder: decision.ladder,
		kind: decision.kind,
		state: decision.state,
		from: nameOf(decision.fromTier),
		to: nameOf(decision.toTier),
		proposedAt: decision.proposedAt.toISOString(),
		effectiveOn: decision.effectiveOn,
		noticeTo: decision.noticeTo,
		reason: decision.reason,
		closingNote: decision.closingNote,
		policy: { id: decision.policyVersionId, name: policy.name, edition: policy.edition },
		asOf: decision.asOf,
		requirements: explanation.requirements,
		met: explanation.met,
		total: explanation.total
	};
}
