import { and, desc, eq, inArray, lt, lte, or } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { addDays, dateIn, type IsoDate } from '$lib/shared/dates';
import { people } from '../../people/tables.server';
import { openStates } from '../states';
import type { DecisionRow } from '../subject.server';
import { campaigns, decisions, decisionSteps } from '../tables.server';
import { VOTING_DAYS } from './committee';

/** The last day for votes on a case: its campaign's last day for reviews, or two weeks from its round's beginning. */
export async function votingEnds(
	db: Database,
	{ id, campaignId, proposedAt }: Pick<DecisionRow, 'id' | 'campaignId' | 'proposedAt'>
): Promise<IsoDate> {
	const [begun] = await db
		.select({ at: decisionSteps.at })
		.from(decisionSteps)
		.where(
			and(eq(decisionSteps.decisionId, id), inArray(decisionSteps.kind, ['propose', 'reopen', 'fallBack']))
		)
		.orderBy(desc(decisionSteps.position))
		.limit(1);
	const standard = addDays(dateIn(begun?.at ?? proposedAt), VOTING_DAYS);
	if (!campaignId) return standard;
	const [campaign] = await db
		.select({ reviewBy: campaigns.reviewBy })
		.from(campaigns)
		.where(eq(campaigns.id, campaignId));
	return campaign && campaign.reviewBy > dateIn(begun?.at ?? proposedAt) ? campaign.reviewBy : standard;
}

/** Open cases that time may move today, the oldest first; each is looked at again under its own lock. */
export async function findDueCases(db: Database, now: Date): Promise<string[]> {
	const today = dateIn(now);
	const votingBegan = new Date(now.getTime() - VOTING_DAYS * 86_400_000);
	const rows = await db
		.select({ id: decisions.id })
		.from(decisions)
		.innerJoin(people, eq(people.id, decisions.personId))
		.leftJoin(campaigns, eq(campaigns.id, decisions.campaignId))
		.where(
			or(
				and(eq(decisions.state, 'notice'), lt(decisions.noticeTo, today)),
				and(eq(decisions.state, 'approved'), lte(decisions.effectiveOn, today)),
				and(eq(people.status, 'left'), inArray(decisions.state, [...openStates])),
				and(
					eq(decisions.state, 'proposed'),
					or(lte(decisions.proposedAt, votingBegan), lt(campaigns.reviewBy, today))
				)
			)
		)
		.orderBy(decisions.proposedAt, decisions.id);
	return rows.map(({ id }) => id);
}

/** The open cases about a person. */
export async function openCasesOf(db: Database, personId: string): Promise<string[]> {
	const rows = await db
		.select({ id: decisions.id })
		.from(decisions)
		.where(and(eq(decisions.personId, personId), inArray(decisions.state, [...openStates])));
	return rows.map(({ id }) => id);
}
