import { eq, inArray } from 'drizzle-orm';
import { authorize, can, reachesOf, type Actor } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { forbidden, notFound } from '$lib/shared/errors';
import { localTimeIn } from '$lib/shared/dates';
import { isId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import { isAlarming } from '../desk';
import { factsOf, listHeld, listSat } from '../release/results.server';
import { decideRelease, decideReview } from '../release/rules';
import { phaseOf } from '../states';
import { sittings } from '../tables.server';
import { listSigns } from './room-candidates.server';

/** Whether somebody may read results of others. */
export const seesResults = (actor: Actor): boolean =>
	actor.kind === 'system' || reachesOf(actor, 'exams.result.read').some(({ reach }) => reach !== 'self');

/** How the results of a sitting come about is for those who may read those of others. */
export function authorizeResults(ctx: Context): void {
	authorize(ctx.actor, 'exams.sitting.read');
	if (!seesResults(ctx.actor)) throw forbidden();
}

/** Where the release of a sitting stands: what a reviewer and a releaser see before they decide. */
export async function getRelease(ctx: Context, sittingId: string) {
	authorizeResults(ctx);
	if (!isId(sittingId)) throw notFound();
	const [sitting] = await ctx.db.select().from(sittings).where(eq(sittings.id, sittingId));
	if (!sitting) throw notFound();
	const sat = await listSat(ctx.db, sittingId);
	const held = await listHeld(ctx.db, sittingId);
	const signs = await listSigns(
		ctx.db,
		sat.map(({ id }) => id)
	);
	const facts = await factsOf(ctx.db, sitting, sat, ctx.now);
	const candidate = sat.map(({ personId }) => personId);
	const names = await namesOf(ctx, [sitting.reviewedBy, sitting.releaseDecidedBy, sitting.releasedBy]);
	const nameOf = (id: string | null) => (id ? (names.get(id) ?? null) : null);
	const review = decideReview(facts, facts.hash);
	const release = decideRelease(facts);
	const said = (decision: typeof review) =>
		decision.ok ? null : { code: decision.code, params: decision.params ?? {} };
	const may = can(ctx.actor, 'exams.result.release', {
		parties: { candidate, reviewer: sitting.reviewedBy }
	});
	return {
		id: sitting.id,
		title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
		phase: phaseOf(sitting, ctx.now),
		closesAt: sitting.closesAt.toISOString(),
		passPercent: sitting.passPercent,
		/** Whether people read answers: what is not marked may wait for them. */
		isRead: sitting.reading !== 'nobody',
		counts: {
			sat: sat.length,
			open: facts.open,
			unmarked: facts.unmarked,
			passed: sat.filter(({ result }) => result?.passed).length,
			noticed: [...signs.values()].filter(isAlarming).length,
			held: held.size
		},
		/** Of the results shown: sent back with the review. */
		hash: facts.hash,
		reviewed: sitting.reviewedAt && {
			at: sitting.reviewedAt.toISOString(),
			by: nameOf(sitting.reviewedBy),
			/** Nothing has changed since. */
			stands: sitting.reviewHash === facts.hash
		},
		due: sitting.releaseDueAt && {
			at: sitting.releaseDueAt.toISOString(),
			by: nameOf(sitting.releaseDecidedBy)
		},
		released: sitting.releasedAt && {
			at: sitting.releasedAt.toISOString(),
			by: nameOf(sitting.releasedBy)
		},
		/** What a form for the time of a release begins with: the next full hour. */
		nextHour: localTimeIn(new Date(Math.ceil((ctx.now.getTime() + 600_000) / 3_600_000) * 3_600_000)),
		reviewing: {
			may: can(ctx.actor, 'exams.result.review', { parties: { candidate } }).ok,
			refusal: said(review)
		},
		releasing: {
			may: may.ok,
			/** May by role, and not here: words on why. */
			barred:
				!may.ok && may.code !== 'access.forbidden' && may.code !== 'access.signed_out' ? may.code : null,
			refusal: said(release)
		}
	};
}
export type ReleasePage = Awaited<ReturnType<typeof getRelease>>;

/** Names of people by id. */
export async function namesOf(ctx: Context, ids: readonly (string | null)[]): Promise<Map<string, string>> {
	const known = [...new Set(ids.filter((id) => id !== null))];
	if (!known.length) return new Map();
	const rows = await ctx.db
		.select({ id: people.id, name: people.name })
		.from(people)
		.where(inArray(people.id, known));
	return new Map(rows.map(({ id, name }) => [id, name]));
}
