import { and, desc, eq, gt, isNull, ne, or, sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { people } from '../people/tables.server';
import { answerConditions, type AnsweredCondition } from './conditions.server';
import {
	conditionsOf,
	judgeHistory,
	registrationRulesOf,
	type ExamHistory,
	type HistoryAnswer
} from './registration-rules';
import { currentResult, isReleased } from './current-result.server';
import { attemptResults, attempts, registrations, sittings } from './tables.server';

/** Why somebody may register or not: each thing that the sitting asks, answered. */
export type Reason = ({ rule: 'condition' } & AnsweredCondition) | HistoryAnswer;

/** Exams of one person are counted one after the other, in however many sittings they register at once. */
export async function holdCandidate(tx: Database, personId: string): Promise<void> {
	await tx.select({ id: people.id }).from(people).where(eq(people.id, personId)).for('no key update');
}

/** Everything that registering for a sitting asks of somebody, in the reader's language; a rehearsal asks nothing. */
export async function listReasons(
	ctx: Context,
	db: Database,
	sitting: typeof sittings.$inferSelect,
	personId: string
): Promise<Reason[]> {
	const rules = registrationRulesOf(sitting.eligibility);
	if (sitting.rehearsal) return [];
	const { ladder, tier } = sitting;
	const about = { personId, ladder, tier, on: dateIn(ctx.now) };
	const answered = await answerConditions(ctx, db, about, conditionsOf(rules));
	const history =
		rules.waitDays || rules.perYear !== null
			? judgeHistory(rules, await historyOf(ctx, db, sitting, personId), dateIn(sitting.opensAt))
			: [];
	return [...answered.map((one) => ({ rule: 'condition' as const, ...one })), ...history];
}

/** Fails count once they are known; an exam of the year counts when it was begun, or may still be. */
async function historyOf(
	ctx: Context,
	db: Database,
	sitting: typeof sittings.$inferSelect,
	personId: string
): Promise<ExamHistory> {
	const others = and(
		eq(sittings.ladder, sitting.ladder),
		eq(sittings.tier, sitting.tier),
		eq(sittings.rehearsal, false),
		ne(sittings.id, sitting.id)
	);
	const [failed] = await db
		.select({ handedInAt: attempts.handedInAt })
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.innerJoin(attemptResults, currentResult)
		.where(and(others, eq(attempts.personId, personId), eq(attemptResults.passed, false), isReleased))
		.orderBy(desc(attempts.handedInAt))
		.limit(1);
	const year = dateIn(sitting.opensAt).slice(0, 4);
	const inYear = await db
		.select({ opensAt: sittings.opensAt })
		.from(registrations)
		.innerJoin(sittings, eq(sittings.id, registrations.sittingId))
		.leftJoin(
			attempts,
			and(eq(attempts.sittingId, sittings.id), eq(attempts.personId, registrations.personId))
		)
		.where(
			and(
				others,
				eq(registrations.personId, personId),
				isNull(registrations.withdrawnAt),
				or(sql`${attempts.id} is not null`, gt(sittings.closesAt, ctx.now))
			)
		);
	return {
		failedOn: failed?.handedInAt ? dateIn(failed.handedInAt) : null,
		inYear: inYear.filter(({ opensAt }) => dateIn(opensAt).startsWith(year)).length
	};
}
