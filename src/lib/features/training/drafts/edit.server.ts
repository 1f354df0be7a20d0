import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { moduleDrafts } from '../tables.server';
import type { ModuleDraft } from './draft';
import { loadModuleDraft, markOf, type DraftRow } from './load.server';

interface Edit {
	/** What is written in, for the audit log: `about`, `lesson:life-cycle`. */
	part: string;
	/** The part as it stands in a draft; whoever started from another one is told so and keeps what they typed. */
	of?: (draft: ModuleDraft) => unknown;
	/** Throws when the change cannot be made. */
	change: (draft: ModuleDraft, tx: Database, row: DraftRow) => ModuleDraft | Promise<ModuleDraft>;
}

/**
 * Writes one part of a draft, for whoever writes modules and while the draft is being written. Two people may write in
 * different parts at once; in the same part the second is refused (`training.draft.changed`) until they have seen what
 * the first saved. What is typed is kept with its problems: they matter only when the draft is submitted.
 */
export async function editDraft(
	ctx: Context,
	input: { draftId: string; seen?: string; over?: string | undefined },
	{ part, of, change }: Edit
): Promise<{ draftId: string; revision: number }> {
	return withTransaction(ctx, async (tx) => {
		const row = await loadModuleDraft(tx, input.draftId, { lock: true });
		authorize(ctx.actor, 'training.module.write');
		const { id, content, revision } = row;
		if (row.state !== 'writing') throw conflict('training.draft.not_open');
		if (of && (input.over ?? input.seen) !== markOf(of(content)))
			throw conflict('training.draft.changed', { revision });
		const next = await change(content, tx, row);
		if (markOf(next) === markOf(content)) return { draftId: id, revision };
		const personId = ctx.actor.kind === 'person' ? ctx.actor.personId : row.updatedBy;
		const saved = await tx
			.update(moduleDrafts)
			.set({
				...{ content: next, revision: revision + 1, updatedBy: personId, updatedAt: ctx.now },
				authors: [...new Set([...row.authors, personId])]
			})
			.where(
				and(eq(moduleDrafts.id, id), eq(moduleDrafts.revision, revision), eq(moduleDrafts.state, 'writing'))
			)
			.returning({ id: moduleDrafts.id });
		if (!saved.length) throw conflict('training.draft.changed', { revision });
		await recordAudit(tx, ctx, {
			action: 'training.draft.save',
			subject: { type: 'moduleDraft', id },
			before: { revision },
			after: { module: row.code, revision: revision + 1, part }
		});
		return { draftId: id, revision: revision + 1 };
	});
}
