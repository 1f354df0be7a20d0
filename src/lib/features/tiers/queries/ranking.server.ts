import { and, asc, eq, sql } from 'drizzle-orm';
import { can, mayAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import { listUnits } from '$lib/features/people/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { people, units } from '../../people/tables.server';
import { loadPlaces } from '../cases/places.server';
import { freeOf } from '../cases/quota';
import { groupOf, rankHolders } from '../cases/ranked.server';
import { factsFor } from '../facts.server';
import { tierOf } from '../policy/types';
import { lastOf, rankByScore, rankingScore } from '../ranking';
import { openStates } from '../states';
import { decisions, standings } from '../tables.server';
import { openCampaigns } from './campaigns.server';
import { findPolicyInForce } from './policies.server';

/** So many of those who are eligible are ranked on one page; a unit with more is looked at part by part. */
const MOST = 500;

export interface RankedRow {
	personId: string;
	name: string;
	employeeNo: string;
	unitName: LocalText;
	/** 0 to 10,000; null when the standard ranks nobody. */
	score: number | null;
	/** Equal scores share a rank. */
	rank: number;
	tied: boolean;
	openDecisionId: string | null;
	mayPropose: boolean;
	/** Whether the free places reach to this rank; somebody tied at the edge is left to a person's choice. */
	within: boolean;
}

export interface RankingFilter {
	ladder: string;
	tier: string | null;
	unit: string | null;
}

/**
 * Those who are eligible for a tier in a unit, ranked by the standard's formula against the free places (职数), and
 * the last of the group of those who hold it (末位). Scores are computed live.
 */
export async function getRanking(ctx: Context, filter: RankingFilter) {
	const { db, actor } = ctx;
	if (!mayAnywhere(actor, 'tiers.board.read')) throw forbidden();
	const today = dateIn(ctx.now);
	const version = await findPolicyInForce(db, filter.ladder, today);
	const all = await listUnits(ctx);
	const reachable = all.filter(({ path }) => can(actor, 'tiers.board.read', { unitPath: path }).ok);
	const unit = reachable.find(({ id }) => id === filter.unit) ?? reachable[0] ?? null;
	const policy = version?.policy ?? null;
	const tier = policy && (tierOf(policy, filter.tier ?? '') ?? policy.tiers.at(-1) ?? null);
	const places =
		policy && tier && unit
			? await loadPlaces(db, { ladder: filter.ladder, tier, unitPaths: [unit.path], today })
			: [];
	const rows = policy && tier && unit ? await rankEligible() : [];
	const free = places.length ? Math.min(...places.map(freeOf)) : null;
	const last = policy?.bottomRank && tier && unit ? await bottom() : [];
	return {
		today,
		policy: version && { id: version.id, name: policy!.name, edition: policy!.edition },
		tiers: (policy?.tiers ?? []).map(({ id, name }) => ({ id, name })),
		units: reachable.map(({ id, name, depth }) => ({ id, name, depth })),
		chosen: { tier: tier?.id ?? null, tierName: tier?.name ?? null, unit: unit?.id ?? null },
		formula: policy?.ranking ?? [],
		places: places.map((one) => ({
			...{ unitName: one.unitName, places: one.places, held: one.held, promised: one.promised },
			free: freeOf(one)
		})),
		free,
		rows: markWithin(rows, free),
		bottomRank: policy?.bottomRank ?? null,
		last,
		hasGroup: unit !== null && groupIn(unit.path) !== null,
		campaigns: await openCampaigns(ctx, filter.ladder)
	};

	async function rankEligible(): Promise<Omit<RankedRow, 'within'>[]> {
		const found = await db
			.select({
				...{ personId: people.id, name: people.name, employeeNo: people.employeeNo, path: units.path },
				...{ zh: units.nameZh, en: units.nameEn, openId: openOf(filter.ladder) }
			})
			.from(standings)
			.innerJoin(people, eq(people.id, standings.personId))
			.innerJoin(units, eq(units.id, people.unitId))
			.where(
				and(
					eq(standings.ladder, filter.ladder),
					eq(standings.target, tier!.id),
					eq(standings.eligible, true),
					eq(people.status, 'active'),
					sql`${units.path} like ${`${unit!.path}%`}`,
					whereMay(actor, 'tiers.board.read', { personId: people.id, unitPath: units.path })
				)
			)
			.orderBy(asc(people.employeeNo))
			.limit(MOST);
		const ids = found.map(({ personId }) => personId);
		const facts = await factsFor(db, ids, { on: today });
		const ranked = rankByScore(
			found.map((one) => ({ ...one, score: rankingScore(policy!, facts.get(one.personId)!, today) }))
		);
		return ranked.map(({ personId, name, employeeNo, path, zh, en, openId, score, rank }) => ({
			...{ personId, name, employeeNo, score, rank, unitName: { 'zh-CN': zh, en }, openDecisionId: openId },
			tied: ranked.filter((one) => one.rank === rank).length > 1,
			mayPropose:
				!openId &&
				can(actor, 'tiers.decision.propose', { personId, unitPath: path, parties: { person: personId } }).ok
		}));
	}

	async function bottom() {
		const group = groupIn(unit!.path);
		if (group === null) return [];
		const ranked = await rankHolders(db, policy!, tier!.id, group, today);
		return lastOf(ranked, policy!.bottomRank!.count).map(
			({ personId, name, employeeNo, zh, en, score, rank }) => ({
				...{ personId, name, employeeNo, score, rank, of: ranked.length, unitName: { 'zh-CN': zh, en } }
			})
		);
	}
}

/** People are ranked within their branch: the root shows the group of nobody. */
function groupIn(unitPath: string): string | null {
	const group = groupOf(unitPath);
	return group === groupOf(group.split('/')[0] ?? '') ? null : group;
}

const openOf = (ladder: string) => sql<string | null>`(select ${decisions.id} from ${decisions}
	where ${decisions.personId} = ${people.id} and ${decisions.ladder} = ${ladder}
		and ${decisions.state} in (${sql.join(
			openStates.map((state) => sql`${state}`),
			sql`, `
		)}) limit 1)`;

/** Marks those whom the free places reach; a rank that does not fit in whole is marked for nobody. */
function markWithin(rows: Omit<RankedRow, 'within'>[], free: number | null): RankedRow[] {
	const waiting = rows.filter(({ openDecisionId }) => !openDecisionId);
	return rows.map((row) => {
		const upTo = waiting.filter(({ rank }) => rank <= row.rank).length;
		return { ...row, within: row.mayPropose && (free === null || upTo <= free) };
	});
}
