import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { attemptResults, attempts } from './tables.server';

/** Joins an attempt's result as it stands: the newest version. */
export const currentResult = and(
	eq(attemptResults.attemptId, attempts.id),
	isNull(attemptResults.supersededAt)
);

/** Whether the candidate knows it. */
export const isReleased = isNotNull(attemptResults.releasedAt);
