import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { correctKey, holdMarks, recordMarks } from '$lib/features/exams/index.server';
import { writeRemarked } from '$lib/features/marking/index.server';
import { notifyMany } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { emit } from '$lib/server/jobs/events';
import { conflict } from '$lib/shared/errors';
import { dryRun, keepTrial, type DryRun } from '../dry-run.server';
import { candidateOf, demandState, personOf, takeRegrade, takeSitting, writersOf } from '../load.server';
import type { ApproveRegrade } from '../schema';
import { regrades } from '../tables.server';
import { examOf, tellProposer } from '../tell.server';
import { crossesOf, isChanged, movesOf } from '../trial';
import { counted } from './draft-regrade.server';

declare module '$lib/server/jobs/events' {
	interface Events {
		/** An item of a sitting is marked otherwise, and everybody who had it anew. */
		'regrading.regrade.apply': { sittingId: string; regradeId: string };
	}
}

/**
 * Somebody else approves what they have read in the dry run, and it happens in one step: the correction and every new mark, or
 * nothing. Where a mark has changed since, it has to be run again. Old marks stay; candidates who knew theirs are told.
 */
export async function approveRegrade(ctx: Context, input: ApproveRegrade): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const regrade = await takeRegrade(tx, input.regradeId);
		const { sittingId, itemVersionId } = regrade;
		const candidate = await candidateOf(tx, ctx, sittingId);
		authorize(ctx.actor, 'regrading.regrade.approve', {
			parties: { candidate, proposer: writersOf(regrade) }
		});
		demandState(regrade, 'proposed');
		await takeSitting(tx, sittingId);
		await holdMarks(tx, { sittingId, itemVersionId });
		const run = await dryRun(tx, regrade);
		if (run.hash !== input.trialHash) throw conflict('regrading.approve.changed');
		await writeRemarked(tx, ctx, run.remarked, { regradeId: regrade.id, by: personOf(ctx) });
		const { correctionId, marked } = await correctKey(tx, ctx, { sittingId, itemVersionId, rule: run.rule });
		await keepTrial(tx, ctx, regrade.id, run);
		const by = personOf(ctx);
		await tx
			.update(regrades)
			.set({ outcome: 'applied', endedBy: by, endedAt: ctx.now, correctionId })
			.where(eq(regrades.id, regrade.id));
		await tellCandidates(tx, ctx, sittingId, correctionId, run);
		await tellProposer(tx, ctx, regrade, 'regrading.applied');
		await emit(tx, ctx, 'regrading.regrade.apply', { sittingId, regradeId: regrade.id });
		await recordMarks(tx, ctx, marked);
		await recordAudit(tx, ctx, {
			action: 'regrading.regrade.approve',
			subject: { type: 'regrade', id: regrade.id },
			after: { sittingId, itemVersionId, correctionId, hash: run.hash, ...counted(run.trial) }
		});
	});
}

/** Tells those whose known result is another now what it was and is. */
async function tellCandidates(
	tx: Database,
	ctx: Context,
	sittingId: string,
	correctionId: string,
	{ tried }: DryRun
): Promise<void> {
	const exam = await examOf(tx, sittingId);
	const changed = tried.filter((one) => one.released && isChanged(one));
	await notifyMany(
		tx,
		ctx,
		changed.map((one) => ({
			personId: one.personId,
			kind: 'regrading.result',
			params: {
				exam,
				...{ before: one.before.tenths / 10, after: one.after.tenths / 10 },
				change: changeOf(crossesOf(one), movesOf(one))
			},
			href: `/exams/${sittingId}/result`,
			cause: `regrading.result:${correctionId}`
		}))
	);
}

const changeOf = (crosses: number, moves: number): string =>
	crosses > 0 ? 'passing' : crosses < 0 ? 'failing' : moves > 0 ? 'up' : moves < 0 ? 'down' : 'same';
