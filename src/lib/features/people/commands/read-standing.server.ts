import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { sensitiveKinds } from '../evidence';
import { loadEvidence, type EvidenceRecord } from '../queries/list-evidence.server';
import { getPersonSubject } from '../subject.server';

/**
 * A person's credit standing and discipline. A look at somebody else's is itself recorded, in the same transaction:
 * no entry, no look (design, 5). The person is the entry's subject only, as nothing about them has changed.
 */
export async function readStanding(ctx: Context, personId: string): Promise<EvidenceRecord[]> {
	if (!isId(personId)) throw notFound();
	return withTransaction(ctx, async (tx) => {
		const { unitPath } = await getPersonSubject(tx, personId);
		authorize(ctx.actor, 'people.sensitive.read', { personId, unitPath });
		const records = await loadEvidence(tx, personId, sensitiveKinds);
		if (ctx.actor.kind !== 'person' || ctx.actor.personId !== personId) {
			await recordAudit(tx, ctx, {
				action: 'people.sensitive.read',
				subject: { type: 'person', id: personId },
				after: { records: records.length }
			});
		}
		return records;
	});
}
