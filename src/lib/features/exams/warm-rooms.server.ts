import { and, asc, eq, gt, isNotNull, lt } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { listPaper } from './queries/paper.server';
import { EARLY_MS } from './rules';
import { attemptPapers, sittings } from './tables.server';

export const WARM_MS = 60_000;
/** Papers that are read ahead: enough that every question of a pool comes up, and that the code has been compiled. */
const PAPERS = 200;
/** So many at once, so that the connections are open as well. */
const AT_ONCE = 8;

/** Sittings that this process has read ahead. */
const warmed = new Set<string>();

/**
 * Reads papers of the sittings that open soon or are open, as their candidates will: the words of their questions are
 * rendered and held before the bell. Without it a process that has just started serves its first hundred starts in seconds
 * instead of milliseconds, and that is how it comes back in the middle of an exam. Returns how many papers were read.
 *
 * No authorisation, no audit: nothing leaves the process.
 */
export async function warmRooms(ctx: Context): Promise<number> {
	let read = 0;
	for (const id of (await listNear(ctx)).filter((sittingId) => !warmed.has(sittingId))) {
		warmed.add(id);
		const papers = await ctx.db
			.select({ id: attemptPapers.id })
			.from(attemptPapers)
			.where(eq(attemptPapers.sittingId, id))
			.orderBy(asc(attemptPapers.id))
			.limit(PAPERS);
		for (let i = 0; i < papers.length; i += AT_ONCE)
			await Promise.all(papers.slice(i, i + AT_ONCE).map((paper) => listPaper(ctx.db, paper.id)));
		read += papers.length;
	}
	return read;
}

/** Whether candidates sit or wait in a room now: whatever else there is to do comes after them. */
export const isExamDay = async (ctx: Context): Promise<boolean> => (await listNear(ctx)).length > 0;

/** The prepared sittings that open soon or are open. */
async function listNear({ db, now }: Context): Promise<string[]> {
	const near = await db
		.select({ id: sittings.id })
		.from(sittings)
		.where(
			and(
				isNotNull(sittings.preparedAt),
				lt(sittings.opensAt, new Date(now.getTime() + EARLY_MS)),
				gt(sittings.closesAt, now)
			)
		);
	return near.map(({ id }) => id);
}
