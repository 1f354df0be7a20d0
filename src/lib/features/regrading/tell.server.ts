import { notify, notifyMany } from '$lib/features/notifications/index.server';
import { holdersOf } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { eq } from 'drizzle-orm';
import { attemptPapers, sittings } from '../exams/tables.server';
import type { regrades } from './tables.server';

type Regrade = Pick<typeof regrades.$inferSelect, 'id' | 'sittingId' | 'draftedBy' | 'proposedBy'>;

export const addressOf = ({ sittingId, id }: Pick<Regrade, 'sittingId' | 'id'>): string =>
	`/staff/sittings/${sittingId}/regrades/${id}`;

export async function examOf(tx: Database, sittingId: string) {
	const [sitting] = await tx
		.select({ 'zh-CN': sittings.titleZh, en: sittings.titleEn })
		.from(sittings)
		.where(eq(sittings.id, sittingId));
	return sitting!;
}

/** Tells everybody who may approve a regrade that one waits, but its writer and the candidates. */
export async function tellApprovers(
	tx: Database,
	ctx: Context,
	regrade: Regrade,
	by: string | null
): Promise<void> {
	const exam = await examOf(tx, regrade.sittingId);
	const sat = await tx
		.select({ personId: attemptPapers.personId })
		.from(attemptPapers)
		.where(eq(attemptPapers.sittingId, regrade.sittingId));
	const not = new Set([by, regrade.draftedBy, ...sat.map(({ personId }) => personId)]);
	const holders = await holdersOf(tx, 'regrading.regrade.approve', dateIn(ctx.now));
	await notifyMany(
		tx,
		ctx,
		holders
			.filter((personId) => !not.has(personId))
			.map((personId) => ({
				...{ personId, kind: 'regrading.proposed', params: { exam }, href: addressOf(regrade) },
				cause: `regrading.proposed:${regrade.id}`
			}))
	);
}

/** Tells whoever proposed a regrade what became of it. */
export async function tellProposer(
	tx: Database,
	ctx: Context,
	regrade: Regrade,
	kind: 'regrading.applied' | 'regrading.rejected'
): Promise<void> {
	if (!regrade.proposedBy) return;
	await notify(tx, ctx, {
		...{ personId: regrade.proposedBy, kind, params: { exam: await examOf(tx, regrade.sittingId) } },
		...{ href: addressOf(regrade), cause: `${kind}:${regrade.id}` }
	});
}
