import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { changesOf } from '../changes';
import type { AuditFilter } from '../filter';
import { listEntries } from '../queries.server';
import { recordAudit } from '../record.server';

/** What is asked of the log, without the empty fields: kept with the look. */
export const asked = (filter: AuditFilter) =>
	Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null && value !== ''));

/**
 * A page of the audit log. Every look is itself an entry, one for each page that is shown; it is written after the
 * reading, so a page never shows its own. `personIds`: those whom the filter's text about a person names.
 */
export async function readLog(ctx: Context, filter: AuditFilter, personIds: readonly string[] | null) {
	return withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'audit.log.read');
		const { entries, older } = await listEntries(tx, filter, personIds);
		await recordAudit(tx, ctx, {
			action: 'audit.log.read',
			subject: { type: 'auditLog', id: 'log' },
			after: asked(filter)
		});
		return {
			entries: entries.map(({ at, before, after, prevHash, ...entry }) => ({
				...entry,
				prevHash,
				at: at.toISOString(),
				changes: changesOf(before, after),
				hasBefore: before !== null
			})),
			older
		};
	});
}
