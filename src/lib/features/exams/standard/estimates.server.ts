import { and, eq, isNull } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { standardEstimates, standardJudges } from '../tables.server';
import { cutOf, type Cut, type Estimate } from './angoff';
import { listForms } from './forms.server';

/**
 * What the judges whose estimates count said in one round. Whoever asks has made sure that the round is over: until then nobody
 * may know what somebody else said.
 */
export async function listEstimates(db: Database, studyId: string, round: number): Promise<Estimate[]> {
	return db
		.select({
			judgeId: standardEstimates.personId,
			itemId: standardEstimates.itemVersionId,
			percent: standardEstimates.percent
		})
		.from(standardEstimates)
		.innerJoin(
			standardJudges,
			and(
				eq(standardJudges.studyId, standardEstimates.studyId),
				eq(standardJudges.personId, standardEstimates.personId)
			)
		)
		.where(
			and(
				...[eq(standardEstimates.studyId, studyId), eq(standardEstimates.round, round)],
				isNull(standardJudges.leftOutAt)
			)
		);
}

/** What the panel came to in a round that is over; null where an estimate is missing. */
export async function cutOfRound(db: Database, studyId: string, round: number): Promise<Cut | null> {
	const estimates = await listEstimates(db, studyId, round);
	const judges = [...new Set(estimates.map(({ judgeId }) => judgeId))].sort();
	return cutOf(await listForms(db, studyId), judges, estimates);
}
