import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { loadI18n } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { drawEvidence } from '../evidence-report.server';
import { namesOf } from '../load.server';
import { evidenceOf } from '../queries/evidence.server';
import { subjectOf } from '../queries/subject.server';

/**
 * The evidence of a pairing as a PDF for whoever may read the pairing; that it was taken away is recorded. `staff`:
 * only the unit's reach opens it, as on the staff pages.
 */
export async function exportEvidence(
	ctx: Context,
	pairingId: string,
	{ staff = false } = {}
): Promise<{ name: string; bytes: Buffer }> {
	const read = await withTransaction(ctx, async (tx) => {
		const inside = { ...ctx, db: tx };
		const { pairing, subject } = await subjectOf(inside, pairingId);
		const asked = staff ? { unitPath: subject.unitPath } : subject;
		authorize(ctx.actor, 'mentoring.pairing.read', asked);
		authorize(ctx.actor, 'mentoring.entry.read', asked);
		const evidence = await evidenceOf(inside, pairing.id, subject.unitPath!);
		const reader = ctx.actor.kind === 'person' ? ctx.actor.personId : '';
		await recordAudit(tx, ctx, {
			action: 'mentoring.evidence.export',
			subject: { type: 'pairing', id: pairing.id },
			personId: pairing.traineeId,
			after: { signatures: evidence.lines.length, intact: evidence.chain.intact }
		});
		return { evidence, by: reader ? ((await namesOf(tx, [reader])).get(reader) ?? '') : '' };
	});
	// Drawing takes a while, and holds no connection.
	const bytes = await drawEvidence(read.evidence, await loadI18n(ctx.locale), { at: ctx.now, by: read.by });
	const { trainee } = read.evidence.pairing;
	return { name: `pairing-${trainee.employeeNo}-${pairingId.slice(0, 8)}.pdf`, bytes };
}
