import { and, asc, desc, eq, inArray, ne } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { currentResult } from '../current-result.server';
import { isAlarming, noSigns, type Signs } from '../desk';
import { newestHold } from '../release/holds.server';
import { ANNULLED_RULE } from '../release/rules';
import type { HoldDecision } from '../states';
import {
	attemptResults,
	attempts,
	registrations,
	resultHolds,
	sittingEvents,
	sittings
} from '../tables.server';
import { authorizeResults, namesOf } from './release.server';
import { listSigns } from './room-candidates.server';

export const holdViews = ['noticed', 'all'] as const;
export type HoldView = (typeof holdViews)[number];

/** Where a result stands: nothing was raised, withheld, or decided. */
export type HoldState = 'open' | HoldDecision | null;

export interface Suspicion {
	attemptId: string;
	name: string;
	employeeNo: string;
	unit: LocalText;
	ticket: string;
	signs: Signs;
	hold: HoldState;
}

/**
 * Who sat a sitting, with what was noticed of them and whether their result is withheld: first those that wait for a decision,
 * then those of whom invigilators or the server noticed something. Nobody's own.
 */
export async function listSuspicions(ctx: Context, sittingId: string) {
	authorizeResults(ctx);
	if (!isId(sittingId)) throw notFound();
	const [sitting] = await ctx.db.select().from(sittings).where(eq(sittings.id, sittingId));
	if (!sitting) throw notFound();
	const rows = await ctx.db
		.select({
			attemptId: attempts.id,
			name: people.name,
			employeeNo: people.employeeNo,
			unitZh: units.nameZh,
			unitEn: units.nameEn,
			ticket: registrations.ticket
		})
		.from(attempts)
		.innerJoin(people, eq(people.id, attempts.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.innerJoin(
			registrations,
			and(eq(registrations.sittingId, attempts.sittingId), eq(registrations.personId, attempts.personId))
		)
		.where(
			and(
				eq(attempts.sittingId, sittingId),
				ctx.actor.kind === 'person' ? ne(attempts.personId, ctx.actor.personId) : undefined,
				whereMay(ctx.actor, 'exams.result.read', { personId: attempts.personId, unitPath: units.path })
			)
		)
		.orderBy(asc(registrations.ticket));
	const ids = rows.map(({ attemptId }) => attemptId);
	const signs = await listSigns(ctx.db, ids);
	const holds = ids.length
		? await ctx.db
				.select()
				.from(resultHolds)
				.where(inArray(resultHolds.attemptId, ids))
				.orderBy(asc(resultHolds.raisedAt))
		: [];
	const states = new Map(holds.map((hold) => [hold.attemptId, hold.decision ?? ('open' as const)]));
	const all = rows.map(({ unitZh, unitEn, ...row }): Suspicion => ({
		...row,
		unit: { 'zh-CN': unitZh, en: unitEn },
		signs: signs.get(row.attemptId) ?? noSigns,
		hold: states.get(row.attemptId) ?? null
	}));
	const weight = ({ hold, signs }: Suspicion) =>
		hold === 'open' ? 0 : signs.flags || signs.incidents ? 1 : hold ? 2 : isAlarming(signs) ? 3 : 4;
	return {
		id: sitting.id,
		title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
		all: all.sort((a, b) => weight(a) - weight(b)),
		noticed: all.filter(({ hold, signs }) => hold || isAlarming(signs)).length
	};
}

/** One result in question: what was said of the attempt in the room, and everything that was decided. Nobody's own. */
export async function getHold(ctx: Context, sittingId: string, attemptId: string) {
	if (!isId(attemptId) || !isId(sittingId)) throw notFound();
	const [found] = await ctx.db
		.select({
			attempt: attempts,
			name: people.name,
			employeeNo: people.employeeNo,
			unitPath: units.path,
			unitZh: units.nameZh,
			unitEn: units.nameEn,
			ticket: registrations.ticket,
			sitting: sittings,
			result: attemptResults
		})
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.innerJoin(people, eq(people.id, attempts.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.innerJoin(
			registrations,
			and(eq(registrations.sittingId, attempts.sittingId), eq(registrations.personId, attempts.personId))
		)
		.leftJoin(attemptResults, currentResult)
		.where(and(eq(attempts.id, attemptId), eq(attempts.sittingId, sittingId)));
	if (!found) throw notFound();
	const { attempt, sitting, result } = found;
	const { personId } = attempt;
	const about = { personId, unitPath: found.unitPath };
	authorize(ctx.actor, 'exams.result.read', about);
	if (ctx.actor.kind === 'person' && ctx.actor.personId === personId)
		throw forbidden('access.separation.self');
	const newest = await newestHold(ctx.db, attemptId);
	const holds = await ctx.db
		.select()
		.from(resultHolds)
		.where(eq(resultHolds.attemptId, attemptId))
		.orderBy(desc(resultHolds.raisedAt), desc(resultHolds.id));
	const remarks = await ctx.db
		.select({
			id: sittingEvents.id,
			at: sittingEvents.at,
			kind: sittingEvents.kind,
			data: sittingEvents.data,
			byId: sittingEvents.byId
		})
		.from(sittingEvents)
		.where(
			and(eq(sittingEvents.attemptId, attemptId), inArray(sittingEvents.kind, ['flag', 'incident', 'note']))
		)
		.orderBy(desc(sittingEvents.at))
		.limit(200);
	const names = await namesOf(ctx, [
		...holds.flatMap(({ raisedBy, decidedBy }) => [raisedBy, decidedBy]),
		...remarks.map(({ byId }) => byId)
	]);
	const nameOf = (id: string | null) => (id ? (names.get(id) ?? null) : null);
	const decide = can(ctx.actor, 'exams.hold.decide', {
		...about,
		parties: { candidate: personId, raiser: newest?.raisedBy }
	});
	const open = newest !== undefined && !newest.decidedAt;
	const raisable = !open && newest?.decision !== 'annulled';
	return {
		...{ attemptId, sittingId, name: found.name, employeeNo: found.employeeNo, ticket: found.ticket },
		title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
		unit: { 'zh-CN': found.unitZh, en: found.unitEn },
		signs: (await listSigns(ctx.db, [attemptId])).get(attemptId) ?? noSigns,
		released: sitting.releasedAt !== null,
		result: result && {
			tenths: result.tenths,
			passed: result.passed,
			annulled: result.rule === ANNULLED_RULE
		},
		remarks: remarks.map(({ id, at, kind, data, byId }) => ({
			...{ id, kind, at: at.toISOString(), by: nameOf(byId) },
			text: String((data as { text?: unknown }).text ?? '')
		})),
		holds: holds.map((hold) => ({
			...{ id: hold.id, reason: hold.reason, decision: hold.decision, decisionReason: hold.decisionReason },
			...{ raisedAt: hold.raisedAt.toISOString(), raisedBy: nameOf(hold.raisedBy) },
			...{ decidedAt: hold.decidedAt?.toISOString() ?? null, decidedBy: nameOf(hold.decidedBy) }
		})),
		open,
		mayRaise:
			raisable && can(ctx.actor, 'exams.hold.raise', { ...about, parties: { candidate: personId } }).ok,
		mayDecide: open && decide.ok,
		/** May by role, and not this one: words on why. */
		barred: open && !decide.ok && decide.code === 'access.separation.raiser' ? decide.code : null
	};
}
export type HoldPage = Awaited<ReturnType<typeof getHold>>;
