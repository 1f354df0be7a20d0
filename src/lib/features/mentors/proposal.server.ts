import { and, eq } from 'drizzle-orm';
import { authorize, can, type Subject } from '$lib/access/can';
import { getPersonSubject, type PersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { pairProposals } from './tables.server';

export type ProposalRow = typeof pairProposals.$inferSelect;

/** A proposal with its trainee and mentor. */
export async function loadProposal(
	db: Database,
	id: string
): Promise<{ proposal: ProposalRow; trainee: PersonSubject; mentor: PersonSubject }> {
	const [proposal] = isId(id) ? await db.select().from(pairProposals).where(eq(pairProposals.id, id)) : [];
	if (!proposal) throw notFound();
	const trainee = await getPersonSubject(db, proposal.traineeId);
	const mentor = await getPersonSubject(db, proposal.mentorId);
	return { proposal, trainee, mentor };
}

/** Whoever decides on proposals of the trainee's unit, and is neither of the two; others do not find it. */
export function authorizeDecision(
	ctx: Context,
	{ proposal, trainee }: Awaited<ReturnType<typeof loadProposal>>
) {
	const subject: Subject = { personId: trainee.id, unitPath: trainee.unitPath };
	if (!can(ctx.actor, 'mentors.proposal.decide', subject).ok) throw notFound();
	authorize(ctx.actor, 'mentors.proposal.decide', {
		...subject,
		parties: { trainee: proposal.traineeId, mentor: proposal.mentorId }
	});
}

/** Leaves `open`, once: `mentors.proposal.settled` for whoever comes second. */
export async function settleProposal(
	tx: Database,
	id: string,
	change: Pick<typeof pairProposals.$inferInsert, 'state'> & Partial<typeof pairProposals.$inferInsert>
): Promise<void> {
	const settled = await tx
		.update(pairProposals)
		.set(change)
		.where(and(eq(pairProposals.id, id), eq(pairProposals.state, 'open')))
		.returning({ id: pairProposals.id });
	if (!settled.length) throw conflict('mentors.proposal.settled');
}
