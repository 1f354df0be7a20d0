import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { previewImport } from '$lib/server/import';
import type { Preview } from '$lib/shared/import';
import { grouped } from '$lib/shared/grouped';
import { allocateAnswers, sampleOf, type Allocated } from '../allocate';
import { loadAnswers, type LoadedAnswer } from '../answers.server';
import { allocationImporter } from '../file.server';
import { markersOf, readPlan } from '../plan.server';

/** What a file that says who reads what would do, line by line, and how many answers it leaves without enough markers. */
export async function previewAllocation(
	ctx: Context,
	{ sittingId, text }: { sittingId: string; text: string }
): Promise<{ preview: Preview; short: number }> {
	const { sitting } = await readPlan(ctx, sittingId);
	authorize(ctx.actor, 'marking.plan.manage');
	const readers: Allocated = new Map();
	const answers = await loadAnswers(ctx.db, sitting.id);
	const times = sitting.reading === 'double' ? 2 : 1;
	const about = { answers, markerIds: await markersOf(ctx.db, sitting.id), times } as const;
	const preview = await previewImport(ctx, allocationImporter(about, readers), { text });
	return { preview, short: answers.filter(({ id }) => (readers.get(id)?.length ?? 0) < times).length };
}

/**
 * What each marker would get by a plan's rule, about: the real draw mixes answers by chance. `nobodyFor`: a question with an
 * answer that nobody is left for.
 */
export function expectedShares(
	answers: readonly LoadedAnswer[],
	markerIds: readonly string[],
	plan: { by: 'question' | 'script'; times: 1 | 2; samplePercent: number }
): { shares: Share[]; sample: number; nobodyFor: string | null } {
	const { by, times, samplePercent } = plan;
	const order = <T>(list: readonly T[]) => [...list];
	const shared = allocateAnswers(answers, markerIds, { by, times, order });
	if (!shared.ok) return { shares: [], sample: 0, nobodyFor: shared.answer.question };
	const { readers } = shared;
	const shares = markerIds.map((markerId) => {
		const own = answers.filter(({ id }) => readers.get(id)!.includes(markerId));
		const questions = [...grouped(own, ({ question }) => question)]
			.map(([question, some]) => ({ question, answers: some.length }))
			.sort((a, b) => (a.question < b.question ? -1 : 1));
		return { markerId, answers: own.length, questions };
	});
	return { shares, sample: sampleOf(answers, readers, samplePercent, order).size, nobodyFor: null };
}

/** What one marker would read. */
export interface Share {
	markerId: string;
	answers: number;
	questions: { question: string; answers: number }[];
}
