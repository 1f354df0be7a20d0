import { count, eq, inArray } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notifyMany } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { previewImport } from '$lib/server/import';
import { conflict } from '$lib/shared/errors';
import { allocateAnswers as shareOut, sampleOf, type Allocated } from '../allocate';
import { loadAnswers, type LoadedAnswer } from '../answers.server';
import { inAnyOrder } from '../codes.server';
import { allocationImporter } from '../file.server';
import { giveTasks } from '../give-tasks.server';
import { candidatesAmong, holdPlan, titleOf, type PlanRow } from '../plan.server';
import type { AllocateAnswers } from '../schema';
import { FEWEST, turns } from '../states';
import { markingAnswers, markingExamples, markingPlans } from '../tables.server';

/**
 * Gives every answer of a sitting its markers, by the plan or by a file that names them, and draws the moderator's sample. Once,
 * and all in one go: neither ids nor order nor time tell one task from another. Refused where somebody would have to
 * read what they are recused from. Authorised by `holdPlan`.
 */
export async function allocateAnswers(ctx: Context, input: AllocateAnswers): Promise<{ tasks: number }> {
	return withTransaction(ctx, async (tx) => {
		const { sitting, plan, markerIds } = await holdPlan(tx, ctx, input.sittingId);
		if (!plan.collectedAt) throw conflict('marking.allocate.early');
		if (plan.allocatedAt) throw conflict('marking.allocate.twice');
		const times = sitting.reading === 'double' ? 2 : 1;
		if (markerIds.length < FEWEST[times === 2 ? 'double' : 'single']) throw conflict('marking.plan.missing');
		const named = await candidatesAmong(tx, sitting.id, [...markerIds, plan.moderatorId]);
		if (named.length) throw conflict('marking.plan.candidate');
		await demandExamples(tx, plan);
		const answers = await loadAnswers(tx, sitting.id);
		const about = { answers, markerIds, times } as const;
		const readers =
			plan.allocation === 'file'
				? await readersByFile(tx, ctx, about, input.text)
				: readersByPlan(about, plan);
		const rows = answers.flatMap(({ id }) =>
			readers.get(id)!.map((markerId, i) => ({ answerId: id, markerId, turn: turns[i]! }))
		);
		await giveTasks(tx, ctx, sitting.id, rows);
		// Whom the moderator mentors or manages, they do not look at either.
		const open = answers.filter(({ recused }) => !plan.moderatorId || !recused.has(plan.moderatorId));
		const sample = [...sampleOf(open, readers, plan.samplePercent, inAnyOrder)];
		if (sample.length)
			await tx.update(markingAnswers).set({ sampled: true }).where(inArray(markingAnswers.id, sample));
		const allocatedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		await tx
			.update(markingPlans)
			.set({ allocatedAt: ctx.now, allocatedBy, revision: plan.revision + 1 })
			.where(eq(markingPlans.sittingId, sitting.id));
		await notifyMany(
			tx,
			ctx,
			[...new Set(rows.map(({ markerId }) => markerId))].map((personId) => ({
				...{ personId, kind: 'marking.waiting', params: { exam: titleOf(sitting) } },
				...{ href: '/staff/marking', cause: `marking.allocate:${sitting.id}` }
			}))
		);
		await recordAudit(tx, ctx, {
			action: 'marking.answers.allocate',
			subject: { type: 'sitting', id: sitting.id },
			after: { by: plan.allocation, answers: answers.length, tasks: rows.length, sample: sample.length }
		});
		return { tasks: rows.length };
	});
}

interface About {
	answers: readonly LoadedAnswer[];
	markerIds: readonly string[];
	times: 1 | 2;
}

function readersByPlan({ answers, markerIds, times }: About, { allocation }: PlanRow): Allocated {
	const by = allocation === 'script' ? 'script' : 'question';
	const shared = shareOut(answers, markerIds, { by, times, order: inAnyOrder });
	if (shared.ok) return shared.readers;
	throw conflict('marking.allocate.nobody', { question: shared.answer.question });
}

async function readersByFile(tx: Database, ctx: Context, about: About, text?: string): Promise<Allocated> {
	if (!text?.trim()) throw conflict('marking.file.missing');
	const readers: Allocated = new Map();
	const preview = await previewImport({ ...ctx, db: tx }, allocationImporter(about, readers), { text });
	if (preview.refused) throw conflict('marking.file.refused', { count: preview.refused });
	const short = about.answers.filter(({ id }) => (readers.get(id)?.length ?? 0) < about.times);
	if (short.length)
		throw conflict('marking.file.short', { count: short.length, question: short[0]!.question });
	return readers;
}

async function demandExamples(tx: Database, plan: PlanRow): Promise<void> {
	if (!plan.exampleCount) return;
	const [made] = await tx
		.select({ n: count() })
		.from(markingExamples)
		.where(eq(markingExamples.sittingId, plan.sittingId));
	if ((made?.n ?? 0) < plan.exampleCount)
		throw conflict('marking.allocate.examples', { need: plan.exampleCount, have: made?.n ?? 0 });
}
