import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { isId } from '$lib/shared/ids';
import { notFound } from '$lib/shared/errors';
import { people, units } from '../../people/tables.server';
import { candidateState, type CandidateState, type HandedInBy } from '../states';
import { currentResult } from '../current-result.server';
import { isUnread } from '../sheets/unread.server';
import { ANNULLED_RULE } from '../release/rules';
import { attemptResults, attempts, registrations, resultHolds, sittings } from '../tables.server';

export interface Candidate {
	personId: string;
	name: string;
	employeeNo: string;
	unit: LocalText;
	ticket: string;
	state: CandidateState;
	attemptId: string | null;
	handedInAt: string | null;
	handedInBy: HandedInBy | null;
	/** Null unless the viewer may read this person's results. */
	result: {
		earnedHundredths: number;
		maxScore: number;
		tenths: number;
		passed: boolean;
		released: boolean;
		annulled: boolean;
	} | null;
	/** Whether it waits for a decision; told to nobody of themselves. */
	held: boolean;
}

/**
 * Everybody registered for a sitting with a place, by ticket, with where they stand. Marks are there for those who may read
 * results of the person's unit; one's own not before the release.
 */
export async function listCandidates(ctx: Context, sittingId: string): Promise<Candidate[]> {
	authorize(ctx.actor, 'exams.sitting.read');
	if (!isId(sittingId)) throw notFound();
	const ownId = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const readable = and(
		whereMay(ctx.actor, 'exams.result.read', { personId: people.id, unitPath: units.path }),
		ownId ? sql`(${people.id} <> ${ownId} or ${attemptResults.releasedAt} is not null)` : undefined
	);
	const rows = await ctx.db
		.select({
			person: { personId: people.id, name: people.name, employeeNo: people.employeeNo },
			unitZh: units.nameZh,
			unitEn: units.nameEn,
			ticket: registrations.ticket,
			closesAt: sittings.closesAt,
			attempt: attempts,
			marked: sql<boolean>`${attemptResults.attemptId} is not null`,
			unread: isUnread,
			result: attemptResults,
			readable: sql<boolean>`coalesce(${readable}, false)`,
			held: sql<boolean>`${people.id} is distinct from ${ownId} and exists (
				select 1 from ${resultHolds} h where h.attempt_id = ${attempts.id} and h.decided_at is null
			)`
		})
		.from(registrations)
		.innerJoin(sittings, eq(sittings.id, registrations.sittingId))
		.innerJoin(people, eq(people.id, registrations.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(attempts, and(eq(attempts.sittingId, sittings.id), eq(attempts.personId, people.id)))
		.leftJoin(attemptResults, currentResult)
		.where(
			and(
				eq(registrations.sittingId, sittingId),
				isNull(registrations.withdrawnAt),
				isNull(registrations.waitingSince)
			)
		)
		.orderBy(asc(registrations.ticket));
	return rows.map(({ person, attempt, result, ...row }) => ({
		...person,
		unit: { 'zh-CN': row.unitZh, en: row.unitEn },
		ticket: row.ticket,
		state: candidateState(
			attempt && { handedInAt: attempt.handedInAt, marked: row.marked },
			row,
			ctx.now,
			row.unread
		),
		attemptId: attempt?.id ?? null,
		handedInAt: attempt?.handedInAt?.toISOString() ?? null,
		handedInBy: attempt?.handedInBy ?? null,
		result:
			result && row.readable
				? {
						earnedHundredths: result.earnedHundredths,
						maxScore: result.maxScore,
						tenths: result.tenths,
						passed: result.passed,
						released: result.releasedAt !== null,
						annulled: result.rule === ANNULLED_RULE
					}
				: null,
		held: row.readable && row.held
	}));
}
