import { and, asc, count, desc, eq, ilike, isNull, ne, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { mayAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { IsoDate } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { pairings } from '../../mentoring/tables.server';
import { people, units } from '../../people/tables.server';
import type { DecisionFilter } from '../board-filter';
import { ruleOf } from '../cases/judge.server';
import { storedPolicy } from '../policy/stored';
import { tierOf } from '../policy/types';
import { decisionStates, type DecisionKind, type DecisionState } from '../states';
import { decisions, decisionVotes, policyVersions } from '../tables.server';

export const DECISIONS_PAGE = 25;

const proposer = alias(people, 'proposer');
const closer = alias(people, 'closer');

export interface ListedDecision {
	id: string;
	person: { id: string; name: string; employeeNo: string; unitName: LocalText };
	kind: DecisionKind;
	fromTier: LocalText | null;
	/** Null: off the ladder. */
	toTier: LocalText | null;
	state: DecisionState;
	/** Instants in ISO form. */
	proposedAt: string;
	closedAt: string | null;
	noticeTo: IsoDate | null;
	effectiveOn: IsoDate | null;
	/** Null: the system did it. */
	proposer: string | null;
	closer: string | null;
}

const columns = {
	id: decisions.id,
	personId: people.id,
	name: people.name,
	employeeNo: people.employeeNo,
	unitPath: units.path,
	unitZh: units.nameZh,
	unitEn: units.nameEn,
	kind: decisions.kind,
	purpose: decisions.purpose,
	fromTier: decisions.fromTier,
	toTier: decisions.toTier,
	state: decisions.state,
	proposedBy: decisions.proposedBy,
	proposedAt: decisions.proposedAt,
	closedAt: decisions.closedAt,
	noticeTo: decisions.noticeTo,
	effectiveOn: decisions.effectiveOn,
	proposer: proposer.name,
	closer: closer.name,
	policy: policyVersions.content
};

const select = (ctx: Context, where: SQL | undefined, first: 'newest' | 'oldest' = 'newest') =>
	ctx.db
		.select(columns)
		.from(decisions)
		.innerJoin(people, eq(people.id, decisions.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.innerJoin(policyVersions, eq(policyVersions.id, decisions.policyVersionId))
		.leftJoin(proposer, eq(proposer.id, decisions.proposedBy))
		.leftJoin(closer, eq(closer.id, decisions.closedBy))
		.where(where)
		.orderBy(
			...(first === 'newest'
				? [desc(decisions.proposedAt), desc(decisions.id)]
				: [asc(decisions.proposedAt), asc(decisions.id)])
		);

type Row = Awaited<ReturnType<typeof select>>[number];

/** Proposals and what became of them, newest first, with how many there are in each state. */
export async function listDecisions(ctx: Context, filter: DecisionFilter) {
	if (!mayAnywhere(ctx.actor, 'tiers.decision.read')) throw forbidden();
	const pattern = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
	const where = and(
		whereMay(ctx.actor, 'tiers.decision.read', { personId: people.id, unitPath: units.path }),
		filter.kind ? eq(decisions.kind, filter.kind) : undefined,
		filter.campaign ? eq(decisions.campaignId, filter.campaign) : undefined,
		filter.q ? or(ilike(people.name, pattern), ilike(people.employeeNo, pattern)) : undefined
	);
	const tallies = await ctx.db
		.select({ state: decisions.state, count: count() })
		.from(decisions)
		.innerJoin(people, eq(people.id, decisions.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(where)
		.groupBy(decisions.state);
	const counts = Object.fromEntries(
		decisionStates.map((state) => [state, tallies.find((tally) => tally.state === state)?.count ?? 0])
	) as Record<DecisionState, number>;
	const all = Object.values(counts).reduce((sum, n) => sum + n, 0);
	const rows = await select(ctx, and(where, filter.state ? eq(decisions.state, filter.state) : undefined))
		.limit(DECISIONS_PAGE)
		.offset((filter.page - 1) * DECISIONS_PAGE);
	return {
		counts: { ...counts, all },
		total: filter.state ? counts[filter.state] : all,
		pageSize: DECISIONS_PAGE,
		rows: rows.map(describe)
	};
}

/**
 * The proposals that wait for the actor's approval, oldest first; for the home of staff. Separation of duties as
 * `tiers.decision.approve` has it: none of the actor's own, about themselves, or about somebody they mentor or manage.
 */
export async function proposalsAwaiting(ctx: Context): Promise<ListedDecision[]> {
	if (!mayAnywhere(ctx.actor, 'tiers.decision.approve') || ctx.actor.kind !== 'person') return [];
	const self = ctx.actor.personId;
	const where = and(
		whereMay(ctx.actor, 'tiers.decision.approve', { personId: people.id, unitPath: units.path }),
		eq(decisions.state, 'proposed'),
		ne(people.id, self),
		or(isNull(decisions.proposedBy), ne(decisions.proposedBy, self)),
		notTheirs(self)
	);
	const rows = await select(ctx, where, 'oldest').limit(200);
	return rows.filter((row) => ruleOf(storedPolicy(row.policy), row).by === 'approver').map(describe);
}

/**
 * The cases that wait for the actor's vote, oldest first; for the home of a committee's member. Separation of duties
 * as `tiers.decision.vote` has it is asked again where they vote.
 */
export async function casesAwaitingVote(ctx: Context): Promise<ListedDecision[]> {
	if (!mayAnywhere(ctx.actor, 'tiers.decision.vote') || ctx.actor.kind !== 'person') return [];
	const self = ctx.actor.personId;
	const where = and(
		whereMay(ctx.actor, 'tiers.decision.vote', { personId: people.id, unitPath: units.path }),
		eq(decisions.state, 'proposed'),
		ne(people.id, self),
		or(isNull(decisions.proposedBy), ne(decisions.proposedBy, self)),
		sql`not exists (select 1 from ${decisionVotes} where ${decisionVotes.decisionId} = ${decisions.id}
			and ${decisionVotes.round} = ${decisions.round} and ${decisionVotes.voterId} = ${self})`,
		notTheirs(self)
	);
	const rows = await select(ctx, where, 'oldest').limit(200);
	return rows.filter((row) => ruleOf(storedPolicy(row.policy), row).by === 'committee').map(describe);
}

/** Neither somebody whom they mentor nor somebody whose head they are: the nearest above who is active. */
const notTheirs = (self: string): SQL =>
	sql`not exists (select 1 from ${pairings} where ${pairings.traineeId} = ${people.id}
		and ${pairings.mentorId} = ${self} and ${pairings.endedOn} is null)
	and ${self} is distinct from (select boss.id from units over join people boss on boss.id = over.head_id
		and boss.status = 'active' and boss.id <> ${people.id}
		where starts_with(${units.path}, over.path) order by length(over.path) desc limit 1)`;

function describe(row: Row): ListedDecision {
	const policy = storedPolicy(row.policy);
	const nameOf = (id: string | null): LocalText | null =>
		id === null ? null : (tierOf(policy, id)?.name ?? { 'zh-CN': id, en: id });
	return {
		id: row.id,
		person: {
			id: row.personId,
			name: row.name,
			employeeNo: row.employeeNo,
			unitName: { 'zh-CN': row.unitZh, en: row.unitEn }
		},
		kind: row.kind,
		fromTier: nameOf(row.fromTier),
		toTier: nameOf(row.toTier),
		state: row.state,
		proposedAt: row.proposedAt.toISOString(),
		closedAt: row.closedAt?.toISOString() ?? null,
		noticeTo: row.noticeTo,
		effectiveOn: row.effectiveOn,
		proposer: row.proposer,
		closer: row.closer
	};
}
