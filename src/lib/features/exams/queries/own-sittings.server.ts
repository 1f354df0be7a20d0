import { and, desc, eq, gt, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import { authorize, mayAnywhere } from '$lib/access/can';
import { paperMarks, type BlueprintContent } from '$lib/features/bank';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { REHEARSAL_QUESTIONS } from '../rehearsal.server';
import { decideEnter } from '../rules';
import { candidateState, phaseOf, type CandidateState, type SittingPhase } from '../states';
import { isUnread } from '../sheets/unread.server';
import { blueprints } from '../../bank/tables.server';
import { currentResult } from '../current-result.server';
import { ANNULLED_RULE } from '../release/rules';
import { attemptResults, attempts, registrations, sittings } from '../tables.server';
import type { ExamTier } from '../types';

/** A sitting as a candidate sees it. Times are instants in ISO form. */
export interface OwnSitting {
	id: string;
	title: LocalText;
	tier: ExamTier;
	phase: SittingPhase;
	registrationOpensAt: string;
	registrationClosesAt: string;
	opensAt: string;
	closesAt: string;
	minutes: number;
	passPercent: number;
	questions: number;
	/** Null where papers may differ. */
	marks: number | null;
	/** Null when not registered, or withdrawn. */
	ticket: string | null;
	/** Registered without a place: on the waiting list. */
	waiting: boolean;
	/** In a paper room: nothing is begun here. */
	onPaper: boolean;
	/** To try the room: nothing of it counts. */
	rehearsal: boolean;
	state: CandidateState | null;
	attemptId: string | null;
	/** Null until the results are released. */
	result: { tenths: number; passed: boolean; annulled: boolean } | null;
	/** Results are out, and this one is withheld while something is looked into. */
	withheld: boolean;
	/** Milliseconds by the server's clock to what lies ahead; null for what is past. */
	msToRegistration: number | null;
	msToOpen: number | null;
	/** To the attempt's end, or to the end of the window when it has not started. */
	msToEnd: number | null;
	/** Whether the person may register now; with roles that see answer keys nobody may. */
	mayRegister: boolean;
	mayWithdraw: boolean;
	/** Whether the room is open to wait in. */
	mayEnter: boolean;
	mayStart: boolean;
}

/** The signed-in person's exams: open to register for, registered, and past. */
export async function listOwnSittings(ctx: Context) {
	const all = await load(
		ctx,
		or(
			isNotNull(registrations.id),
			and(lte(sittings.registrationOpensAt, ctx.now), gt(sittings.registrationClosesAt, ctx.now))
		)
	);
	const isPast = ({ phase, state }: OwnSitting) =>
		phase === 'closed' || phase === 'released' || state === 'handedIn' || state === 'marked';
	const byOpening = (a: OwnSitting, b: OwnSitting) => (a.opensAt < b.opensAt ? -1 : 1);
	return {
		open: all.filter((sitting) => sitting.mayRegister).sort(byOpening),
		registered: all.filter((sitting) => sitting.ticket && !isPast(sitting)).sort(byOpening),
		past: all.filter((sitting) => sitting.ticket && isPast(sitting))
	};
}

/** One sitting for the signed-in person. */
export async function getOwnSitting(ctx: Context, sittingId: string): Promise<OwnSitting> {
	if (!isId(sittingId)) throw notFound();
	const [sitting] = await load(ctx, eq(sittings.id, sittingId));
	if (!sitting) throw notFound();
	return sitting;
}

async function load(ctx: Context, which: ReturnType<typeof and>): Promise<OwnSitting[]> {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'exams.sitting.register', { personId });
	const rows = await ctx.db
		.select({
			sitting: sittings,
			blueprint: blueprints.content,
			ticket: registrations.ticket,
			waitingSince: registrations.waitingSince,
			onPaper: sql<boolean>`coalesce((select r.kind = 'paper' from sitting_rooms r where r.id = ${registrations.roomId}), false)`,
			unread: isUnread,
			attempt: attempts,
			// Before release a mark must not even reach the page's server code.
			tenths: sql<
				number | null
			>`case when ${attemptResults.releasedAt} is not null then ${attemptResults.tenths} end`,
			passed: sql<
				boolean | null
			>`case when ${attemptResults.releasedAt} is not null then ${attemptResults.passed} end`,
			annulled: sql<boolean>`coalesce(${attemptResults.releasedAt} is not null and ${attemptResults.rule} = ${ANNULLED_RULE}, false)`,
			withheld: sql<boolean>`${attempts.id} is not null and ${sittings.releasedAt} is not null and ${attemptResults.releasedAt} is null`
		})
		.from(sittings)
		.innerJoin(blueprints, eq(blueprints.id, sittings.blueprintId))
		.leftJoin(
			registrations,
			and(
				eq(registrations.sittingId, sittings.id),
				eq(registrations.personId, personId),
				isNull(registrations.withdrawnAt)
			)
		)
		.leftJoin(attempts, and(eq(attempts.sittingId, sittings.id), eq(attempts.personId, personId)))
		.leftJoin(attemptResults, currentResult)
		.where(which)
		.orderBy(desc(sittings.opensAt), sittings.id)
		.limit(200);
	const seesKeys = mayAnywhere(ctx.actor, 'bank.item.read');
	return rows.map((row) => describe(row, seesKeys, ctx.now));
}

function describe(
	row: {
		sitting: typeof sittings.$inferSelect;
		blueprint: unknown;
		ticket: string | null;
		waitingSince: Date | null;
		onPaper: boolean;
		unread: boolean;
		attempt: typeof attempts.$inferSelect | null;
		tenths: number | null;
		passed: boolean | null;
		annulled: boolean;
		withheld: boolean;
	},
	seesKeys: boolean,
	now: Date
): OwnSitting {
	const { sitting, ticket, attempt } = row;
	const blueprint = row.blueprint as BlueprintContent;
	// Whether it is marked is the office's matter: to the candidate it is handed in until the results are out.
	const marked = row.tenths !== null;
	const waiting = row.waitingSince !== null;
	// Who never had a place was not absent.
	const state =
		ticket && !waiting
			? candidateState(attempt && { handedInAt: attempt.handedInAt, marked }, sitting, now, row.unread)
			: null;
	const registering = now >= sitting.registrationOpensAt && now < sitting.registrationClosesAt;
	const until = (at: Date) => (at > now ? at.getTime() - now.getTime() : null);
	return {
		id: sitting.id,
		title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
		tier: sitting.tier as ExamTier,
		phase: phaseOf(sitting, now),
		registrationOpensAt: sitting.registrationOpensAt.toISOString(),
		registrationClosesAt: sitting.registrationClosesAt.toISOString(),
		opensAt: sitting.opensAt.toISOString(),
		closesAt: sitting.closesAt.toISOString(),
		minutes: sitting.minutes,
		passPercent: sitting.passPercent,
		questions: sitting.rehearsal ? REHEARSAL_QUESTIONS : blueprint.items,
		marks: sitting.rehearsal ? null : paperMarks(blueprint),
		ticket,
		waiting,
		onPaper: row.onPaper,
		rehearsal: sitting.rehearsal,
		state,
		attemptId: attempt?.id ?? null,
		result:
			row.tenths === null || row.passed === null
				? null
				: { tenths: row.tenths, passed: row.passed, annulled: row.annulled },
		withheld: row.withheld,
		msToRegistration: until(sitting.registrationOpensAt),
		msToOpen: until(sitting.opensAt),
		msToEnd: until(attempt?.endsAt ?? sitting.closesAt),
		mayRegister: !ticket && registering && !seesKeys,
		mayWithdraw: Boolean(ticket) && !attempt && now < sitting.registrationClosesAt,
		mayEnter: Boolean(ticket) && !waiting && !row.onPaper && !attempt && decideEnter(sitting, now).ok,
		mayStart:
			Boolean(ticket) &&
			!waiting &&
			!row.onPaper &&
			!attempt?.handedInAt &&
			now >= sitting.opensAt &&
			now < sitting.closesAt
	};
}
