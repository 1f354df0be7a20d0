import { can, mayAnywhere, reachesOf } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import { listUnits } from '$lib/features/people/index.server';
import { localText, type LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { addDays, type IsoDate } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { sql } from 'drizzle-orm';
import type { BoardFilter, BoardView } from '../board-filter';
import { describe } from '../engine/describe';
import type { Phrase } from '../engine/phrase';
import { policiesInForce } from '../policies-in-force.server';
import { tierOf, type Policy } from '../policy/types';
import { EXPIRING_DAYS, LADDER } from '../rules';
import { currentSnapshot } from '../snapshot/state.server';
import {
	BOARD_PAGE,
	countBoard,
	countFound,
	listBoard,
	unitsAskedFor,
	type BoardRecord,
	type Counted
} from './board-rows.server';

/** A row of the board, its texts in the reader's language. */
export interface BoardRow {
	personId: string;
	name: string;
	employeeNo: string;
	unit: string;
	tier: string | null;
	/** Id of the next tier; `tiers` names it and its requirements. */
	target: string | null;
	/** A letter for each requirement of the target, in the standard's order: see `outcomesOf`. */
	dots: string;
	met: number;
	missing: number;
	eligible: boolean;
	/** The first of what is missing. */
	gaps: Phrase[];
	certificate: { number: string; validTo: IsoDate; expiring: boolean } | null;
	/** They no longer satisfy the tier they hold. */
	lapsed: boolean;
	/** Exceptions in force. */
	exceptions: number;
	/** The last day of an appointment that runs out soon. */
	ending: IsoDate | null;
	openDecisionId: string | null;
	/** Whether the reader may propose them now. */
	mayPropose: boolean;
}

export interface BoardTier {
	id: string;
	name: LocalText;
	/** A name for each requirement: its label, or what it says; only of tiers that rows of the page lead to. */
	requirements: ({ label: LocalText } | { says: Phrase })[];
}

const fields: Record<BoardView, keyof Counted> = {
	all: 'people',
	eligible: 'eligible',
	oneMissing: 'one_missing',
	expiring: 'expiring',
	proposed: 'proposed',
	lapsed: 'lapsed',
	excepted: 'excepted',
	ending: 'ending'
};

/**
 * Everybody on a ladder whom the reader may see, against the next tier, from the snapshot (domain, 8.7): seven
 * queries however many there are, one more with words to search.
 */
export async function getBoard(ctx: Context, filter: BoardFilter) {
	if (!mayAnywhere(ctx.actor, 'tiers.board.read')) throw forbidden();
	const { asOf, behindSince } = await currentSnapshot(ctx);
	const all = await listUnits(ctx);
	const unit = all.find(({ id }) => id === filter.unit);
	const units = unitsAskedFor(ctx, all, unit);
	const counted = await countBoard(ctx, units);
	const versions = await policiesInForce(ctx.db, asOf);
	const ladders = laddersOf(counted, versions.keys());
	const ladder = ladders.find(({ id }) => id === filter.ladder)?.id ?? ladders[0]?.id ?? LADDER;
	const version = versions.get(ladder);
	const inUnit = counted.filter((row) => row.ladder === ladder);
	const found = filter.q ? await countFound(ctx, { ladder, q: filter.q, units, asOf }) : inUnit;
	const wanted = found.filter(({ target }) => filter.tier === null || target === filter.tier);
	const rows = await listBoard(ctx, filter, { ladder, units, asOf });
	const unitNames = new Map(all.map(({ id, name }) => [id, localText(name, ctx.locale)]));
	const sum = (of: readonly Counted[], view: BoardView | 'certificateOnly') =>
		of.reduce(
			(total, row) => total + Number(row[view === 'certificateOnly' ? 'certificate_only' : fields[view]]),
			0
		);
	return {
		asOf,
		behindSince,
		ladder,
		ladders: ladders.map(({ id, people }) => ({
			id,
			people,
			name: versions.get(id)?.policy.name ?? { 'zh-CN': id, en: id }
		})),
		policy: version ? { id: version.id, name: version.policy.name, edition: version.policy.edition } : null,
		tiers: version ? tiersOf(version.policy, new Set(rows.map(({ target }) => target))) : [],
		units: all.map(({ id, name, depth }) => ({ id, name: localText(name, ctx.locale), depth })),
		kpis: {
			people: sum(inUnit, 'all'),
			eligible: sum(inUnit, 'eligible'),
			proposed: sum(inUnit, 'proposed'),
			oneMissing: sum(inUnit, 'oneMissing'),
			certificateOnly: sum(inUnit, 'certificateOnly'),
			expiring: sum(inUnit, 'expiring'),
			lapsed: sum(inUnit, 'lapsed')
		},
		counts: Object.fromEntries(
			Object.keys(fields).map((view) => [view, sum(wanted, view as BoardView)])
		) as Record<BoardView, number>,
		total: sum(wanted, filter.view),
		pageSize: BOARD_PAGE,
		rows: rows.map((row) => describeRow(ctx, row, version?.policy ?? null, unitNames, asOf))
	};
}

/** The ladders that have people, the default one first. */
function laddersOf(counted: readonly Counted[], known: Iterable<string>) {
	const people = new Map<string, number>();
	for (const { ladder, people: count } of counted) people.set(ladder, (people.get(ladder) ?? 0) + count);
	return [...known]
		.flatMap((id) => (people.has(id) ? [{ id, people: people.get(id) ?? 0 }] : []))
		.sort((a, b) => Number(b.id === LADDER) - Number(a.id === LADDER) || (a.id < b.id ? -1 : 1));
}

const tiersOf = (policy: Policy, shown: ReadonlySet<string | null>): BoardTier[] =>
	policy.tiers.map(({ id, name, requirements }) => ({
		id,
		name,
		requirements: (shown.has(id) ? requirements : []).map((requirement) => {
			const { label, says } = describe(requirement, policy);
			return label ? { label } : { says };
		})
	}));

function describeRow(
	ctx: Context,
	record: BoardRecord,
	policy: Policy | null,
	unitNames: ReadonlyMap<string, string>,
	asOf: IsoDate
): BoardRow {
	const { personId, name, employeeNo, unitId, unitPath, tier, target, summary, openDecisionId } = record;
	const soon = addDays(asOf, EXPIRING_DAYS);
	const { certificate, outcomes, gaps } = summary;
	const tierName = policy && tier !== null ? tierOf(policy, tier)?.name : null;
	const subject = { personId, unitPath, parties: { person: personId } };
	return {
		...{ personId, name, employeeNo, target, openDecisionId, gaps },
		unit: unitNames.get(unitId) ?? '',
		tier: tierName ? localText(tierName, ctx.locale) : tier,
		dots: outcomes,
		met: record.met,
		missing: record.missing ?? 0,
		eligible: record.eligible,
		certificate: certificate && { ...certificate, expiring: certificate.validTo < soon },
		lapsed: record.retained === false,
		exceptions: record.exceptions,
		ending: record.appointedTo !== null && record.appointedTo < soon ? record.appointedTo : null,
		mayPropose: record.eligible && !openDecisionId && can(ctx.actor, 'tiers.decision.propose', subject).ok
	};
}

/** How many people are eligible and not proposed yet, whom the actor may propose; for the home of staff. */
export async function eligibleWithoutProposal(ctx: Context): Promise<{ count: number; names: string[] }> {
	if (!reachesOf(ctx.actor, 'tiers.decision.propose').length) return { count: 0, names: [] };
	await currentSnapshot(ctx);
	const self = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const may = whereMay(ctx.actor, 'tiers.decision.propose', { unitPath: sql`unit_path` });
	const found = await rowsOf<{ count: number; names: string[] }>(
		ctx.db,
		sql`with ready as materialized (select name, person_id from standings
			where missing = 0 and eligible and open_decision_id is null and ${may} and person_id <> ${self})
			select (select count(distinct person_id)::int from ready) as count,
				(select coalesce(json_agg(name), '[]'::json)
					from (select name from ready order by person_id limit 5) first) as names`
	);
	return found[0] ?? { count: 0, names: [] };
}
