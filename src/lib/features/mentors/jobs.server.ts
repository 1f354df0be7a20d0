import { setImmediate } from 'node:timers/promises';
import { and, eq, sql } from 'drizzle-orm';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { publish } from '$lib/server/live';
import { log } from '$lib/server/log';
import { loadMentors, type Mentor } from './candidates.server';
import { assign, type Solved } from './matching/assign.server';
import { amongMentors, judgedOn, loadMatching, loadRows, type Matching } from './matching/load.server';
import { PLACED, valueOf, type Problem } from './matching/model';
import type { Figures, RowReason } from './matching/terms';
import { topicOf } from './matching/topic';
import { loadNeeds, type Trainee } from './needs.server';
import { exclusionOf, pointsOf, scorePair, shareOut } from './scoring';
import { matchingRows, matchings } from './tables.server';
import { exclusions, type Exclusion, type Weights } from './vocabulary';

declare module '$lib/server/jobs/events' {
	interface Jobs {
		/** Finds the best assignment of a matching, as it was when the job was queued. */
		'mentors.matching.solve': { matchingId: string; revision: number };
	}
}

const ROWS_AT_ONCE = 500;
/** Trainees whose fits are computed before other work has its turn. */
const AT_ONCE = 50;

/**
 * Solves a matching outside a transaction and writes the result at once. A second run, or one whose matching was
 * solved anew or discarded meanwhile, changes nothing.
 */
export async function solveMatching(
	ctx: Context,
	{ matchingId, revision }: { matchingId: string; revision: number }
): Promise<void> {
	const [found] = await ctx.db
		.select({ state: matchings.state, revision: matchings.revision })
		.from(matchings)
		.where(eq(matchings.id, matchingId));
	if (found?.state !== 'solving' || found.revision !== revision) return;
	const matching = await loadMatching(ctx.db, ctx, matchingId);
	try {
		await finish(ctx, matching, await solve(ctx, matching));
	} catch (error) {
		log.error({ err: error, matching: matchingId }, 'matching failed');
		await finish(ctx, matching, null);
	}
}

interface Row {
	traineeId: string;
	mentorId: string | null;
	points: number;
	reason: RowReason;
}

async function solve(ctx: Context, { id, terms }: Matching): Promise<{ rows: Row[]; figures: Figures }> {
	const started = performance.now();
	const on = judgedOn(terms, ctx.now);
	const ids = (await loadRows(ctx.db, id)).map(({ traineeId }) => traineeId);
	const trainees = await loadNeeds(ctx.db, ids, on);
	const mentors = await loadMentors(ctx.db, on, amongMentors(terms));
	const problem = await problemOf(trainees, mentors, terms.weights);
	const solved = await assign(problem);
	const rows = trainees.map((trainee, t) => rowOf(trainee, mentors, solved.assignment[t]!, terms.weights));
	const seconds = Math.round((performance.now() - started) / 100) / 10;
	return { rows, figures: figuresOf(problem, mentors, solved, seconds) };
}

/** The fits of all pairs, in steps between which requests are answered. */
export async function problemOf(
	trainees: readonly Trainee[],
	mentors: readonly Mentor[],
	weights: Weights
): Promise<Problem> {
	const most = shareOut(weights);
	const points = new Int16Array(trainees.length * mentors.length).fill(-1);
	for (const [t, trainee] of trainees.entries()) {
		for (const [m, mentor] of mentors.entries())
			if (!exclusionOf(trainee, mentor)) points[t * mentors.length + m] = pointsOf(trainee, mentor, most);
		if (t % AT_ONCE === AT_ONCE - 1) await setImmediate();
	}
	const room = mentors.map(({ capacity, load }) => Math.max(0, capacity - load));
	return { trainees: trainees.length, mentors: mentors.length, room, points };
}

function rowOf(trainee: Trainee, mentors: readonly Mentor[], chosen: number, weights: Weights): Row {
	const mentor = mentors[chosen];
	if (mentor) {
		const { points, parts } = scorePair(trainee, mentor, weights);
		return { traineeId: trainee.id, mentorId: mentor.id, points, reason: { parts } };
	}
	return { traineeId: trainee.id, mentorId: null, points: 0, reason: whyNobody(trainee, mentors) };
}

/** How many could take somebody but have no place left, and how many cannot, by reason. */
export function whyNobody(trainee: Trainee, mentors: readonly Mentor[]): RowReason {
	const found = mentors.map((mentor) => exclusionOf(trainee, mentor));
	const counted = exclusions
		.map((one): [Exclusion, number] => [one, found.filter((why) => why === one).length])
		.filter(([, count]) => count > 0);
	return { fits: found.filter((why) => why === null).length, excluded: Object.fromEntries(counted) };
}

function figuresOf(problem: Problem, mentors: readonly Mentor[], solved: Solved, seconds: number): Figures {
	const able = mentors.map(({ barred }, m) => (barred ? 0 : problem.room[m]!));
	return {
		...{ trainees: problem.trainees, mentors: able.filter((room) => room > 0).length },
		places: able.reduce((sum, room) => sum + room, 0),
		...solved.total,
		greedy: solved.greedy,
		bound: Math.round(solved.bound - solved.total.placed * PLACED),
		proven: solved.bound < valueOf(solved.total) + 0.5,
		...{ pairs: solved.of, looked: solved.arcs, rounds: solved.rounds, seconds }
	};
}

/** Not audited: the act was the request, and nobody decided anything yet. No audit: the rows show what was found. */
async function finish(
	ctx: Context,
	matching: Matching,
	result: { rows: Row[]; figures: Figures } | null
): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const done = await tx
			.update(matchings)
			.set({ state: result ? 'ready' : 'failed', figures: result?.figures ?? null })
			.where(
				and(
					eq(matchings.id, matching.id),
					eq(matchings.state, 'solving'),
					eq(matchings.revision, matching.revision)
				)
			)
			.returning({ id: matchings.id });
		if (!done.length) return;
		const rows = (result?.rows ?? []).map(({ traineeId, mentorId, points, reason }) => ({
			...{ matchingId: matching.id, traineeId, mentorId, score: points / 10, parts: reason },
			chosenBy: null
		}));
		for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
			await tx
				.insert(matchingRows)
				.values(rows.slice(i, i + ROWS_AT_ONCE))
				.onConflictDoUpdate({
					target: [matchingRows.matchingId, matchingRows.traineeId],
					set: {
						mentorId: sql`excluded.mentor_id`,
						score: sql`excluded.score`,
						parts: sql`excluded.parts`,
						chosenBy: sql`null`
					}
				});
		}
		await publish(tx, topicOf(matching.id));
		await notify(tx, ctx, {
			personId: matching.createdBy,
			kind: result ? 'mentors.matching.ready' : 'mentors.matching.failed',
			params: { title: matching.title },
			href: `/staff/mentors/matchings/${matching.id}`,
			cause: `mentors.matching.solve:${matching.id}:${matching.revision}`
		});
	});
}
