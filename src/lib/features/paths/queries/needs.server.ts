import { authorize } from '$lib/access/can';
import { evaluate, requirementsFor, type Node } from '$lib/features/tiers';
import { liveStanding } from '$lib/features/tiers/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { loadLearnables } from '../catalogue.server';
import type { Hours } from '../content';
import { needsByRequirement } from '../from-standard';
import { closeGap } from '../gap';
import { offersFor, type ShownOffer } from '../offers.server';
import { reasonsOf, type Reason } from '../reasons';

/** Something to take, with why. */
export interface NeededItem extends Pick<
	ShownOffer,
	'key' | 'title' | 'href' | 'begun' | 'startsAt' | 'place'
> {
	kind: 'module' | 'class';
	minutes: number;
	credit: number;
	why: Reason[];
}

export interface NeedsView {
	/** `closed`: learning has nothing left to bring. */
	state: 'none' | 'top' | 'closed' | 'open';
	ladders: { id: string; name: LocalText }[];
	ladder: string;
	/** The tier that is looked at, and those above the one held: learning may run ahead. */
	target: { id: string; name: LocalText } | null;
	tiers: { id: string; name: LocalText }[];
	/** The requirements that learning closes, by their place in the standard. */
	requirements: Record<number, Node>;
	take: NeededItem[];
	/** The sums of what is to be taken. */
	minutes: number;
	credit: number;
	/** Modules that are required and that nobody can take now. */
	unavailable: LocalText[];
	/** Hours that nothing on offer brings. */
	open: Hours[];
	/** Requirements that are missing and that learning cannot bring. */
	others: number;
}

/**
 * The shortest set of modules and classes that closes the reader's own gap to a tier of a ladder (null: the next tier,
 * their first ladder).
 */
export async function getLearningNeeds(
	ctx: Context,
	ladder: string | null = null,
	wanted: string | null = null
): Promise<NeedsView> {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'tiers.path.read', { personId });
	const today = dateIn(ctx.now);
	const live = await liveStanding(ctx.db, personId, ladder, today);
	const base = {
		ladders: live?.ladders ?? [],
		ladder: live?.ladder ?? '',
		tiers: [],
		requirements: {},
		take: []
	};
	const nothing = { ...base, target: null, minutes: 0, credit: 0, unavailable: [], open: [], others: 0 };
	const policy = live?.version?.policy;
	if (!live || !policy || !live.standing.onLadder) return { ...nothing, state: 'none' };
	const { facts, target, evaluation: next } = live.standing;
	const above = policy.tiers.slice(policy.tiers.findIndex(({ id }) => id === target));
	const tier = above.find(({ id }) => id === wanted) ?? above[0];
	if (!target || !next || !tier) return { ...nothing, state: 'top' };
	const evaluation = tier.id === target ? next : evaluate(policy, tier.id, facts, today);

	const nodes = evaluation.requirements;
	const needs = needsByRequirement(requirementsFor(policy, tier.id, 'promote'), nodes);
	const missing = nodes.filter(({ outcome }) => outcome === 'missing' || outcome === 'unknown').length;
	const shared = {
		...{ ...nothing, target: { id: tier.id, name: tier.name }, others: missing - needs.length },
		tiers: above.map(({ id, name }) => ({ id, name }))
	};
	if (!needs.length) return { ...shared, state: 'closed' };
	const offers = await offersFor(ctx, personId);
	const closing = closeGap(
		needs.map(({ need }) => need),
		offers
	);
	const taken = closing.take.map((key) => offers.find((offer) => offer.key === key)!);
	const known = closing.unavailable.length ? await loadLearnables(ctx.db) : null;
	return {
		...shared,
		state: 'open',
		requirements: Object.fromEntries(needs.map(({ at }) => [at, nodes[at]!])),
		take: taken.map((offer) => shown(offer, reasonsOf(offer, needs, taken))),
		minutes: taken.reduce((sum, { takes }) => sum + takes, 0),
		credit: taken.reduce((sum, { credit }) => sum + credit, 0),
		unavailable: closing.unavailable.map(
			(code) => known?.get(`module:${code}`)?.title ?? { 'zh-CN': code, en: code }
		),
		open: closing.open
	};
}

const shown = (
	{ key, title, href, begun, startsAt, place, ...offer }: ShownOffer,
	why: Reason[]
): NeededItem => ({
	...{ key, title, href, begun, startsAt, place, why },
	kind: offer.module ? 'module' : 'class',
	minutes: offer.takes,
	credit: offer.credit
});
