import { can, mayAnywhere, type Actor } from '$lib/access/can';
import { listUnits } from '$lib/features/people/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { addDays, dateIn, type IsoDate } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import type { BoardFilter, BoardView } from '../board-filter';
import type { Outcome } from '../engine/explanation';
import { gapsOf } from '../engine/gaps';
import type { Phrase } from '../engine/phrase';
import { tierOf, type Policy } from '../policy/types';
import { certificateFor, EXPIRING_DAYS, LADDER, missingCount } from '../rules';
import type { Standing } from '../standing.server';
import { standingsOn } from '../standings.server';

export const BOARD_PAGE = 25;

export interface BoardRow {
	personId: string;
	name: string;
	employeeNo: string;
	unitName: LocalText;
	tier: LocalText | null;
	target: LocalText | null;
	/** One for each requirement of the target, in the standard's order. */
	dots: { outcome: Outcome; label: LocalText | null; says: Phrase }[];
	met: number;
	total: number;
	eligible: boolean;
	gaps: Phrase[];
	certificate: { number: string; validTo: IsoDate; expiring: boolean } | null;
	openDecisionId: string | null;
	/** Whether the reader may propose them now. */
	mayPropose: boolean;
}

/** Everybody on the ladder whom the reader may see, against the next tier, as of today (domain, 8.7). */
export async function getBoard(ctx: Context, filter: BoardFilter) {
	if (!mayAnywhere(ctx.actor, 'tiers.board.read')) throw forbidden();
	const asOf = dateIn(ctx.now);
	const { version, people } = await standingsOn(ctx.db, asOf);
	const units = await listUnits(ctx);
	const policy = version?.policy ?? null;
	const visible = [...people.values()].filter((one) => one.onLadder && maySee(ctx.actor, one));
	const unit = units.find(({ id }) => id === filter.unit);
	const inUnit = unit ? visible.filter(({ unitPath }) => unitPath.startsWith(unit.path)) : visible;
	const views = viewsOf(asOf);
	const wanted = inUnit
		.filter((one) => !filter.tier || one.target === filter.tier)
		.filter((one) => !filter.q || matches(one, filter.q));
	const listed = wanted.filter(views[filter.view]).sort(orderBy(filter, policy, ctx.locale));
	const first = (filter.page - 1) * BOARD_PAGE;
	const oneMissing = inUnit.filter(views.oneMissing);
	return {
		asOf,
		policy: version && { id: version.id, name: version.policy.name, edition: version.policy.edition },
		tiers: (policy?.tiers ?? []).map(({ id, name }) => ({ id, name })),
		units: units.map(({ id, name, depth }) => ({ id, name, depth })),
		kpis: {
			people: inUnit.length,
			eligible: inUnit.filter(views.eligible).length,
			proposed: inUnit.filter(views.proposed).length,
			oneMissing: oneMissing.length,
			certificateOnly: oneMissing.filter(({ evaluation }) =>
				evaluation?.requirements.some((node) => node.outcome === 'missing' && node.kind === 'certificate')
			).length,
			expiring: inUnit.filter(views.expiring).length
		},
		counts: Object.fromEntries(
			Object.entries(views).map(([view, holds]) => [view, wanted.filter(holds).length])
		) as Record<BoardView, number>,
		total: listed.length,
		pageSize: BOARD_PAGE,
		rows: listed.slice(first, first + BOARD_PAGE).map((one) => describe(one, policy, ctx.actor, asOf))
	};
}

const maySee = (actor: Actor, { personId, unitPath }: Standing): boolean =>
	can(actor, 'tiers.board.read', { personId, unitPath }).ok;

const expiring = (one: Standing, asOf: IsoDate): boolean => {
	const held = certificateFor(one.facts, LADDER, one.tier, asOf);
	return held !== null && held.validTo < addDays(asOf, EXPIRING_DAYS);
};

const viewsOf = (asOf: IsoDate): Record<BoardView, (one: Standing) => boolean> => ({
	all: () => true,
	eligible: ({ evaluation, openDecisionId }) => Boolean(evaluation?.eligible) && !openDecisionId,
	oneMissing: ({ evaluation }) => evaluation !== null && missingCount(evaluation) === 1,
	expiring: (one) => expiring(one, asOf),
	proposed: ({ openDecisionId }) => openDecisionId !== null
});

function matches({ name, employeeNo }: Standing, q: string): boolean {
	const wanted = q.toLowerCase();
	return name.toLowerCase().includes(wanted) || employeeNo.toLowerCase().includes(wanted);
}

/** Made once: making one costs more than sorting with it. */
const collators = { 'zh-CN': new Intl.Collator('zh-CN'), en: new Intl.Collator('en') };

/** By default whoever is nearest to the next tier comes first, and whoever has none last. */
function orderBy({ sort, dir }: BoardFilter, policy: Policy | null, locale: Context['locale']) {
	const rank = (id: string | null) => policy?.tiers.findIndex((tier) => tier.id === id) ?? -1;
	const far = ({ evaluation }: Standing) => (evaluation ? missingCount(evaluation) : 1000);
	const collator = collators[locale];
	const keys = {
		name: (a: Standing, b: Standing) => collator.compare(a.name, b.name),
		unit: (a: Standing, b: Standing) => (a.unitPath < b.unitPath ? -1 : a.unitPath > b.unitPath ? 1 : 0),
		tier: (a: Standing, b: Standing) => rank(a.tier) - rank(b.tier),
		requirements: (a: Standing, b: Standing) => far(a) - far(b)
	};
	const sign = dir === 'desc' ? -1 : 1;
	return (a: Standing, b: Standing) =>
		sign * keys[sort](a, b) || far(a) - far(b) || (a.employeeNo < b.employeeNo ? -1 : 1);
}

function describe(one: Standing, policy: Policy | null, actor: Actor, asOf: IsoDate): BoardRow {
	const { personId, name, employeeNo, unitName, evaluation, openDecisionId, unitPath, facts } = one;
	const nameOf = (id: string | null) => (policy && id && tierOf(policy, id)?.name) || null;
	const shown = one.target ?? one.tier;
	const held = certificateFor(facts, LADDER, shown, asOf) ?? certificateFor(facts, LADDER, one.tier, asOf);
	const subject = { personId, unitPath, parties: { person: personId } };
	return {
		...{ personId, name, employeeNo, unitName, openDecisionId },
		tier: nameOf(one.tier),
		target: nameOf(one.target),
		dots: (evaluation?.requirements ?? []).map(({ outcome, label, says }) => ({ outcome, label, says })),
		met: evaluation?.met ?? 0,
		total: evaluation?.total ?? 0,
		eligible: evaluation?.eligible ?? false,
		gaps: evaluation ? gapsOf(evaluation) : [],
		certificate: held && {
			number: held.number,
			validTo: held.validTo,
			expiring: held.validTo < addDays(asOf, EXPIRING_DAYS)
		},
		mayPropose:
			Boolean(evaluation?.eligible) && !openDecisionId && can(actor, 'tiers.decision.propose', subject).ok
	};
}

/** How many people are eligible and not proposed yet, whom the actor may propose; for the home of staff. */
export async function eligibleWithoutProposal(ctx: Context): Promise<{ count: number; names: string[] }> {
	if (!mayAnywhere(ctx.actor, 'tiers.decision.propose')) return { count: 0, names: [] };
	const { people } = await standingsOn(ctx.db, dateIn(ctx.now));
	const ready = [...people.values()].filter(({ evaluation, openDecisionId, personId, unitPath }) => {
		const subject = { personId, unitPath, parties: { person: personId } };
		return evaluation?.eligible && !openDecisionId && can(ctx.actor, 'tiers.decision.propose', subject).ok;
	});
	return { count: ready.length, names: ready.slice(0, 5).map(({ name }) => name) };
}
