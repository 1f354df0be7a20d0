import type { Context } from '$lib/server/context';
import type { LiveSource } from '$lib/server/http';
import { subscribe } from '$lib/server/live';
import { loadMatching } from '../matching/load.server';
import { topicOf } from '../matching/topic';
import { requireStaff } from '../subject.server';
import type { MatchingState } from '../vocabulary';

/** For the page that waits: the state of a matching now and after each change. */
export async function followMatching(
	ctx: Context,
	id: string
): Promise<LiveSource<{ state: MatchingState }>> {
	requireStaff(ctx, 'mentors.matching.manage');
	const matching = await loadMatching(ctx.db, ctx, id);
	return {
		read: async () => ({ state: (await loadMatching(ctx.db, ctx, matching.id)).state }),
		follow: (changed) => subscribe(topicOf(matching.id), changed),
		freshFor: () => 60_000
	};
}
