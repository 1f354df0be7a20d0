import { sql } from 'drizzle-orm';
import { can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { personOf } from '../plan.server';

/**
 * The id of a file that a question or case shows whose answers the signed-in person reads, as a marker, a moderator or HR.
 * Throws notFound for everybody and everything else.
 */
export async function markingPicture(ctx: Context, versionId: string, fileId: string): Promise<string> {
	const personId = personOf(ctx.actor);
	if (!personId || !isId(versionId) || !isId(fileId)) throw notFound();
	const moderates = can(ctx.actor, 'marking.answer.moderate').ok || can(ctx.actor, 'marking.plan.read').ok;
	const marks = can(ctx.actor, 'marking.answer.mark').ok;
	const rows = await rowsOf(
		ctx.db,
		sql`select from marking_answers n join item_versions v on v.id = n.item_version_id
			left join case_versions c on c.id = v.case_version_id join marking_plans p on p.sitting_id = n.sitting_id
			where (v.id = ${versionId} and ${fileId} in (select jsonb_each_text.value from jsonb_each_text(v.pictures))
				or c.id = ${versionId} and ${fileId} in (select jsonb_each_text.value from jsonb_each_text(c.pictures)))
			and (${moderates} or p.allocated_at is not null and (p.moderator_id = ${personId} or ${marks} and exists
				(select from marking_tasks t where t.sitting_id = n.sitting_id and t.marker_id = ${personId}
					and t.withdrawn_at is null)))
			limit 1`
	);
	if (!rows.length) throw notFound();
	return fileId;
}
