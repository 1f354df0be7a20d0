import { eq, sql } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { certificateRequests } from './tables.server';

export type RequestRow = typeof certificateRequests.$inferSelect;

/** What a request asks certificates for, as the audit log has it. */
export const aboutOf = ({ sittingId, kind }: RequestRow): Record<string, string | null> =>
	sittingId ? { sittingId } : { kind };

/**
 * Holds a request that waits until the transaction ends, for somebody who may approve it: for all the units of its people,
 * and not who asked. Throws not_found, and conflict once it is decided.
 */
export async function holdRequest(tx: Database, ctx: Context, id: string): Promise<RequestRow> {
	const [request] = await tx
		.select()
		.from(certificateRequests)
		.where(eq(certificateRequests.id, id))
		.for('update');
	if (!request) throw notFound();
	for (const unitPath of await unitPathsOf(tx, id)) {
		const parties = { proposer: request.requestedBy };
		authorize(ctx.actor, 'certificates.certificate.approve', { unitPath, parties });
	}
	if (request.outcome) throw conflict('certificates.request.decided');
	return request;
}

/** Who asks and who approves follows a request. */
export const following = ['certificates.certificate.issue', 'certificates.certificate.approve'] as const;

/** Whether somebody may follow a request whose people are in some units. */
export const mayFollow = ({ actor }: Context, paths: readonly string[]): boolean =>
	paths.every((unitPath) => following.some((permission) => can(actor, permission, { unitPath }).ok));

/** The people and units, as `p` and `u`, of a request's items `i`. */
export const itemsWithPeople = sql`certificate_request_items i
	left join attempts a on a.id = i.attempt_id left join completions c on c.id = i.completion_id
	join people p on p.id = coalesce(a.person_id, c.person_id) join units u on u.id = p.unit_id`;

/** The units of everybody whom a request is about. */
export async function unitPathsOf(db: Database, requestId: string): Promise<string[]> {
	const rows = await rowsOf<{ path: string }>(
		db,
		sql`select distinct u.path from ${itemsWithPeople} where i.request_id = ${requestId}`
	);
	return rows.map(({ path }) => path);
}
