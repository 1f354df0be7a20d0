import { desc, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { people } from '../../people/tables.server';
import { loadMentors } from '../candidates.server';
import { loadNeeds } from '../needs.server';
import { hasMentor, personOf } from '../subject.server';
import { pairProposals, traineeWishes } from '../tables.server';
import { defaultWeights, MAX_OPEN_PROPOSALS, type ProposalState } from '../vocabulary';
import { rank, type Suggestion } from './suggestions.server';

const SHOWN = 12;
/** How others did with a mentor, their exams above all, is for HR: what trainees see leaves it out. */
const openWeights = { ...defaultWeights, outcome: 0 };

export interface OwnProposal {
	id: string;
	mentorId: string;
	mentor: string;
	note: string;
	state: ProposalState;
	createdAt: string;
	/** HR's words when they refused or agreed. */
	reason: string | null;
}

export interface FindPage {
	/** Whoever has a mentor needs none. */
	paired: boolean;
	wish: { customers: string[]; languages: string[]; note: string };
	/** Mentors who could take the person, best first; nobody learns why another cannot. */
	mentors: Suggestion[];
	more: number;
	proposals: OwnProposal[];
	mayPropose: boolean;
}

/** For a trainee who looks for a mentor: who fits, what they asked for, and what HR said (domain 4). */
export async function getFindPage(ctx: Context): Promise<FindPage> {
	const personId = personOf(ctx);
	authorize(ctx.actor, 'mentors.proposal.make', { personId });
	const today = dateIn(ctx.now);
	const [trainee] = await loadNeeds(ctx.db, [personId], today);
	if (!trainee) throw notFound();
	const paired = await hasMentor(ctx.db, personId);
	const [wish] = await ctx.db.select().from(traineeWishes).where(eq(traineeWishes.personId, personId));
	const { able } = paired ? { able: [] } : rank(trainee, await loadMentors(ctx.db, today), openWeights);
	const rows = await ctx.db
		.select({ proposal: pairProposals, mentor: people.name })
		.from(pairProposals)
		.innerJoin(people, eq(people.id, pairProposals.mentorId))
		.where(eq(pairProposals.traineeId, personId))
		.orderBy(desc(pairProposals.createdAt))
		.limit(10);
	const proposals = rows.map(({ proposal, mentor }): OwnProposal => {
		const { id, mentorId, note, state, createdAt, reason } = proposal;
		return { id, mentorId, mentor, note, state, createdAt: createdAt.toISOString(), reason };
	});
	const open = proposals.filter(({ state }) => state === 'open');
	const asked = new Set(open.map(({ mentorId }) => mentorId));
	const free = able.filter(({ id }) => !asked.has(id));
	return {
		paired,
		wish: { customers: wish?.customers ?? [], languages: wish?.languages ?? [], note: wish?.note ?? '' },
		mentors: free.slice(0, SHOWN),
		more: Math.max(0, free.length - SHOWN),
		proposals,
		mayPropose: !paired && open.length < MAX_OPEN_PROPOSALS
	};
}
