import { asc, desc, eq, inArray } from 'drizzle-orm';
import { can, type Subject } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { people } from '../../people/tables.server';
import type { DecisionRule } from '../policy/types';
import type { StepKind } from '../states';
import type { DecisionRow } from '../subject.server';
import { campaigns, decisionSteps, inquiries } from '../tables.server';
import { tallyOf, type Tally } from './committee';
import { votingEnds } from './due.server';
import { countingVotes, membersFor, stillToVote, votesOn } from './members.server';

export interface TimelineStep {
	position: number;
	kind: StepKind;
	/** Instant in ISO form. */
	at: string;
	/** Null: the system. */
	actor: string | null;
	/** Words of a person. */
	note: string | null;
	/** Of the system's steps: why, as `staffCases.why.<code>`. */
	why: string | null;
	/** The hash of what was judged again at this step. */
	factsHash: string | null;
}

/** What happened to a case, the newest first. */
export async function timelineOf(db: Database, decisionId: string): Promise<TimelineStep[]> {
	const rows = await db
		.select({
			position: decisionSteps.position,
			kind: decisionSteps.kind,
			at: decisionSteps.at,
			actorId: decisionSteps.actorId,
			actor: people.name,
			note: decisionSteps.note,
			factsHash: decisionSteps.factsHash
		})
		.from(decisionSteps)
		.leftJoin(people, eq(people.id, decisionSteps.actorId))
		.where(eq(decisionSteps.decisionId, decisionId))
		.orderBy(desc(decisionSteps.position));
	return rows.map(({ actorId, note, at, ...row }) => {
		// What the system noted, and how an objection was answered, are codes; everything else a person's words.
		const isCode = row.kind === 'answer' || (actorId === null && /^[a-z][a-zA-Z_]*$/.test(note ?? ''));
		return { ...row, at: at.toISOString(), note: isCode ? null : note, why: isCode ? note : null };
	});
}

export interface CommitteeView {
	quorum: number;
	majority: 'half' | 'twoThirds';
	/** Members who may vote, who are recused, and who have voted in this round. */
	voters: number;
	recused: number;
	cast: number;
	/** The last day for votes while it is open. */
	ends: IsoDate | null;
	/** Null while the reader may not know yet: members see the others' votes only after their own. */
	tally: Tally | null;
	votes:
		| {
				name: string;
				vote: 'yes' | 'no' | 'abstain';
				reason: string | null;
				at: string;
				round: number;
				/** False for the vote of a member who is recused since. */
				counts: boolean;
		  }[]
		| null;
	mine: 'yes' | 'no' | 'abstain' | null;
}

/** How a committee's review stands, as far as the reader may know. */
export async function committeeOf(
	ctx: Context,
	decision: DecisionRow,
	unitPath: string,
	subject: Subject,
	rule: DecisionRule
): Promise<CommitteeView | null> {
	const votes = await votesOn(ctx.db, decision.id);
	if (rule.by !== 'committee') return null;
	const open = decision.state === 'proposed';
	const { voters, recused } = await membersFor(ctx.db, subject, unitPath, dateIn(ctx.now));
	const all = votes.filter(({ round }) => round === decision.round);
	// What was decided is shown with every vote; what is open without those that no longer count.
	const inRound = open ? countingVotes(decision, votes, subject) : all;
	const self = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const mine = all.find(({ voterId }) => voterId === self)?.vote ?? null;
	const mayKnow = !open || mine !== null || can(ctx.actor, 'audit.log.read').ok;
	return {
		...{ quorum: rule.quorum, majority: rule.majority, mine, cast: inRound.length },
		...{ voters: open ? inRound.length + stillToVote(decision, voters, votes).length : inRound.length },
		recused: recused.length,
		ends: open ? await votingEnds(ctx.db, decision) : null,
		tally: mayKnow ? tallyOf(inRound.map(({ vote }) => vote)) : null,
		votes: votes
			.filter(({ round }) => mayKnow || round < decision.round)
			.map((one) => ({
				...{ name: one.name, vote: one.vote, reason: one.reason, round: one.round },
				counts: one.round < decision.round || inRound.includes(one),
				at: one.votedAt.toISOString()
			}))
	};
}

export interface ObjectionView {
	id: string;
	raisedAt: string;
	round: number | null;
	words: string;
	/** Only for those who answer. */
	raiser: string | null;
	answer: string | null;
	upheld: boolean | null;
}

/** The objections to a case; who raised them only for those who may answer. */
export async function objectionsTo(
	ctx: Context,
	decision: DecisionRow,
	subject: Subject
): Promise<ObjectionView[]> {
	const rows = await ctx.db
		.select({ inquiry: inquiries, name: people.name })
		.from(inquiries)
		.innerJoin(people, eq(people.id, inquiries.raisedBy))
		.where(eq(inquiries.decisionId, decision.id))
		.orderBy(asc(inquiries.raisedAt));
	return rows
		.filter(({ inquiry }) => inquiry.kind === 'objection')
		.map(({ inquiry, name }) => {
			const parties = { raiser: inquiry.raisedBy, person: inquiry.personId, proposer: decision.proposedBy };
			const answers = can(ctx.actor, 'tiers.inquiry.answer', { ...subject, parties }).ok;
			return {
				...{ id: inquiry.id, raisedAt: inquiry.raisedAt.toISOString(), round: inquiry.round },
				...{ words: inquiry.words, raiser: answers ? name : null, answer: inquiry.answer },
				upheld: inquiry.upheld
			};
		});
}

export async function campaignOf(
	db: Database,
	id: string | null
): Promise<{ id: string; name: LocalText } | null> {
	if (id === null) return null;
	const [row] = await db.select().from(campaigns).where(eq(campaigns.id, id));
	return row ? { id, name: { 'zh-CN': row.nameZh, en: row.nameEn } } : null;
}

/** Names of people by id, for those of the ids that are set. */
export async function namesOf(db: Database, ids: readonly (string | null)[]): Promise<Map<string, string>> {
	const wanted = ids.filter((id) => id !== null);
	if (!wanted.length) return new Map();
	const rows = await db
		.select({ id: people.id, name: people.name })
		.from(people)
		.where(inArray(people.id, wanted));
	return new Map(rows.map(({ id, name }) => [id, name]));
}
