import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { notifyMany } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { publish } from '$lib/server/live';
import { openFonts } from '$lib/server/pdf/fonts';
import { issueOn, tellIssued } from '../issue.server';
import { groundsForIssue, issuerName } from '../queries/grounds.server';
import type { RequestRow } from '../request-hold.server';
import { readKinds } from '../rounds.server';
import { requestTopic, resultOf, type RequestResult } from '../requests';
import { certificateRequestItems, certificateRequests } from '../tables.server';
import type { WrittenCertificate } from '../write.server';

declare module '$lib/server/jobs/events' {
	interface Jobs {
		/** Issues the certificates of an approved request. */
		'certificates.request.issue': { requestId: string };
	}
}

/** Items of one transaction: what a page sees of the progress, and how long the audit log is locked. */
const BATCH = 100;

/**
 * Issues the certificates of an approved request in batches. Who cannot have one by now is left out, and the request says
 * why. Running twice, at once or after a fault issues nothing twice and goes on where it stopped.
 *
 * No authorisation: it does what one person asked for and another approved.
 */
export async function issueRequested(ctx: Context, { requestId }: { requestId: string }): Promise<void> {
	await openFonts();
	while (await issueBatch(ctx, requestId));
}

/** One batch; whether there are more. */
const issueBatch = (ctx: Context, requestId: string): Promise<boolean> =>
	withTransaction(ctx, async (tx) => {
		const [request] = await tx
			.select()
			.from(certificateRequests)
			.where(eq(certificateRequests.id, requestId))
			.for('update');
		if (request?.outcome !== 'approved' || request.finishedAt) return false;
		const waiting = await tx
			.select({ groundId: certificateRequestItems.groundId })
			.from(certificateRequestItems)
			.where(and(eq(certificateRequestItems.requestId, requestId), isNull(certificateRequestItems.result)))
			.orderBy(asc(certificateRequestItems.groundId))
			.limit(BATCH);
		const [issuer, kinds] = [await issuerName(tx), await readKinds(tx)];
		const issued: WrittenCertificate[] = [];
		const results: Settled[] = [];
		const ids = waiting.map(({ groundId }) => groundId);
		for (const ground of await groundsForIssue(tx, ids)) {
			const decision = await issueOn(tx, ctx, ground, { issuer, issuedBy: request.decidedBy, kinds });
			if (decision.ok) issued.push(decision.certificate);
			results.push({
				ground_id: ground.id,
				result: decision.ok ? 'issued' : resultOf(decision.code),
				certificate_id: decision.ok ? decision.certificate.id : null
			});
		}
		await settle(tx, requestId, results);
		const more = waiting.length === BATCH;
		if (!more) await finish(tx, ctx, request);
		await publish(tx, requestTopic(requestId));
		await tellIssued(tx, ctx, issued);
		return more;
	});

interface Settled {
	ground_id: string;
	result: RequestResult;
	certificate_id: string | null;
}

async function settle(tx: Database, requestId: string, results: readonly Settled[]): Promise<void> {
	await tx.execute(sql`update ${certificateRequestItems} i set result = r.result, certificate_id = r.certificate_id
		from jsonb_to_recordset(${JSON.stringify(results)}::text::jsonb)
			as r(ground_id uuid, result text, certificate_id uuid)
		where i.request_id = ${requestId} and i.ground_id = r.ground_id`);
}

/** Tells who asked and who approved that all of it is done. */
async function finish(tx: Database, ctx: Context, request: RequestRow): Promise<void> {
	const { id, requestedBy, decidedBy } = request;
	await tx.update(certificateRequests).set({ finishedAt: ctx.now }).where(eq(certificateRequests.id, id));
	const count = (result: 'issued' | 'left') =>
		tx.$count(
			certificateRequestItems,
			and(
				eq(certificateRequestItems.requestId, id),
				result === 'issued'
					? eq(certificateRequestItems.result, 'issued')
					: sql`${certificateRequestItems.result} <> 'issued'`
			)
		);
	const params = { issued: await count('issued'), left: await count('left') };
	await notifyMany(
		tx,
		ctx,
		[...new Set([requestedBy, decidedBy])].flatMap((personId) =>
			personId
				? [
						{
							...{ personId, kind: 'certificates.requestDone', params },
							href: `/staff/certificates/requests/${id}`,
							cause: `certificates.requestDone:${id}`
						}
					]
				: []
		)
	);
}
