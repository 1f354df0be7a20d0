import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { can } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { addMonths, dateIn, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { people, units } from '../../people/tables.server';
import { loadPair } from '../load.server';
import { loadProposal } from '../proposal.server';
import { scorePair, type Score } from '../scoring';
import { requireStaff } from '../subject.server';
import { pairProposals } from '../tables.server';
import { defaultWeights, type Exclusion, type ProposalState } from '../vocabulary';

const mentor = alias(people, 'mentor');
const PAGE_SIZE = 25;

export interface ListedProposal {
	id: string;
	trainee: string;
	employeeNo: string;
	unitName: LocalText;
	mentor: string;
	state: ProposalState;
	createdAt: string;
	decidedAt: string | null;
}

/** What trainees of the reader's units asked for: what waits first, the oldest first; then what was settled. */
export async function listProposals(
	ctx: Context,
	filter: { state: ProposalState | 'all'; page: number }
): Promise<{ rows: ListedProposal[]; total: number; pageSize: number }> {
	requireStaff(ctx, 'mentors.mentor.read');
	const where = and(
		whereMay(ctx.actor, 'mentors.mentor.read', { personId: people.id, unitPath: units.path }),
		filter.state === 'all' ? undefined : eq(pairProposals.state, filter.state)
	);
	const open = sql`${pairProposals.state} = 'open'`;
	const rows = await ctx.db
		.select({
			proposal: pairProposals,
			trainee: people.name,
			employeeNo: people.employeeNo,
			mentor: mentor.name,
			zh: units.nameZh,
			en: units.nameEn,
			total: sql<number>`count(*) over ()::int`
		})
		.from(pairProposals)
		.innerJoin(people, eq(people.id, pairProposals.traineeId))
		.innerJoin(units, eq(units.id, people.unitId))
		.innerJoin(mentor, eq(mentor.id, pairProposals.mentorId))
		.where(where)
		.orderBy(
			desc(open),
			sql`case when ${open} then ${pairProposals.createdAt} end`,
			desc(pairProposals.createdAt),
			asc(pairProposals.id)
		)
		.limit(PAGE_SIZE)
		.offset((filter.page - 1) * PAGE_SIZE);
	return {
		rows: rows.map(({ proposal, zh, en, total: _total, ...row }) => ({
			...{ id: proposal.id, state: proposal.state, createdAt: proposal.createdAt.toISOString() },
			decidedAt: proposal.decidedAt?.toISOString() ?? null,
			...row,
			unitName: { 'zh-CN': zh, en }
		})),
		total: rows[0]?.total ?? 0,
		pageSize: PAGE_SIZE
	};
}

/** Proposals that wait in the reader's units, for the tab. */
export async function countOpenProposals(ctx: Context): Promise<number> {
	const [row] = await ctx.db
		.select({ n: sql<number>`count(*)::int` })
		.from(pairProposals)
		.innerJoin(people, eq(people.id, pairProposals.traineeId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(
			and(
				eq(pairProposals.state, 'open'),
				whereMay(ctx.actor, 'mentors.mentor.read', { personId: people.id, unitPath: units.path })
			)
		);
	return row?.n ?? 0;
}

export interface ProposalPage {
	id: string;
	state: ProposalState;
	trainee: { id: string; name: string; unitName: LocalText };
	mentor: { id: string; name: string; unitName: LocalText };
	note: string;
	reason: string | null;
	createdAt: string;
	pairingId: string | null;
	/** How well the two fit; null when the mentor is no mentor any more. */
	score: Score | null;
	/** Why the mentor cannot take the trainee now. */
	exclusion: Exclusion | null;
	mayDecide: boolean;
	defaults: { startsOn: IsoDate; endsOn: IsoDate; plannedHours: number };
}

/** One proposal with the score of the two, for HR to decide on. */
export async function getProposal(ctx: Context, id: string): Promise<ProposalPage> {
	requireStaff(ctx, 'mentors.mentor.read');
	const { proposal, trainee, mentor } = await loadProposal(ctx.db, id);
	const subject = { personId: trainee.id, unitPath: trainee.unitPath };
	if (!can(ctx.actor, 'mentors.mentor.read', subject).ok) throw notFound();
	const today = dateIn(ctx.now);
	const pair = await loadPair(ctx.db, trainee.id, mentor.id, today);
	const parties = { trainee: trainee.id, mentor: mentor.id };
	return {
		...{ id: proposal.id, state: proposal.state, note: proposal.note, reason: proposal.reason },
		...{ createdAt: proposal.createdAt.toISOString(), pairingId: proposal.pairingId },
		trainee: { id: trainee.id, name: trainee.name, unitName: trainee.unitName },
		mentor: { id: mentor.id, name: mentor.name, unitName: mentor.unitName },
		score: pair && scorePair(pair.trainee, pair.mentor, defaultWeights),
		exclusion: pair ? pair.exclusion : 'unqualified',
		mayDecide:
			proposal.state === 'open' && can(ctx.actor, 'mentors.proposal.decide', { ...subject, parties }).ok,
		defaults: { startsOn: today, endsOn: addMonths(today, 6), plannedHours: 40 }
	};
}
