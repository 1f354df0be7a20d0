import { and, eq, isNull, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { maySign, type AgreementContent } from './agreement';
import { findVersion, refuseManager, sideOf } from './agreement.server';
import { addSignature } from './chain.server';
import { lockPairing, namesOf, type LockedPairing } from './load.server';
import { dropPlanned } from './plan.server';
import { pairings } from './tables.server';

interface Answer {
	pairingId: string;
	agreementId: string;
	act: 'sign' | 'decline';
	words: string;
}

/**
 * A side's one word on a version of the agreement. The second signature puts it in force: the pairing has its dates,
 * hours and goal from then on. Two at once: the lock on the pairing lets one after the other through.
 */
export async function answerAgreement(ctx: Context, { pairingId, agreementId, act, words }: Answer) {
	try {
		return await withTransaction(ctx, async (tx) => {
			const pairing = await lockPairing(tx, ctx, pairingId);
			const side = sideOf(ctx, pairing);
			const signerId = side === 'mentor' ? pairing.mentorId : pairing.traineeId;
			authorize(ctx.actor, 'mentoring.agreement.sign', { personId: signerId });
			const { version } = await findVersion(tx, pairing, agreementId);
			const allowed = maySign(version.state, pairing.endedOn !== null);
			if (!allowed.ok) throw conflict(allowed.code);
			if (version.acts.some((one) => one.signerId === signerId))
				throw conflict('mentoring.agreement.answered');
			if (act === 'sign') {
				await refuseManager(tx, { id: pairing.traineeId, unitPath: pairing.unitPath }, pairing.mentorId);
			}
			const signature = await addSignature(tx, ctx, {
				...{ pairingId, agreementId, contentHash: version.contentHash, signerId, act, words }
			});
			const agreed = act === 'sign' && version.acts.length === 1;
			if (agreed) await putInForce(tx, ctx, pairing, version.content);

			const name = (await namesOf(tx, [signerId])).get(signerId) ?? '';
			const other = side === 'mentor' ? pairing.traineeId : pairing.mentorId;
			// Whoever put it forward hears how it ended; of a first signature only the other side.
			const told = new Set([other, agreed || act === 'decline' ? version.proposedBy : null]);
			told.delete(signerId);
			const kind = agreed ? 'agreed' : act === 'sign' ? 'signed' : 'declined';
			for (const personId of told) {
				if (!personId) continue;
				const isSide = personId === pairing.mentorId || personId === pairing.traineeId;
				await notify(tx, ctx, {
					personId,
					kind: `mentoring.agreement.${kind}`,
					params: { name, trainee: pairing.traineeName, version: version.version, reason: words },
					href: isSide ? `/mentoring/${pairingId}` : `/staff/pairings/${pairingId}`,
					cause: `mentoring.agreement.${act}:${agreementId}:${signerId}`
				});
			}
			await recordAudit(tx, ctx, {
				action: `mentoring.agreement.${act}`,
				subject: { type: 'pairing', id: pairingId },
				personId: pairing.traineeId,
				after: { version: version.version, side, hash: signature.hash, agreed }
			});
			return { id: pairingId };
		});
	} catch (error) {
		if (brokenConstraint(error) === 'shadowing_signatures_agreed_once')
			throw conflict('mentoring.agreement.answered');
		throw error;
	}
}

/** The pairing as the lists and rules read it says what both signed last. */
async function putInForce(
	tx: Database,
	ctx: Context,
	pairing: LockedPairing,
	{ startsOn, endsOn, plannedMinutes, goal }: AgreementContent
): Promise<void> {
	const changed = await tx
		.update(pairings)
		.set({
			...{ startsOn, endsOn, plannedMinutes, goal },
			agreedAt: sql`coalesce(${pairings.agreedAt}, ${ctx.now.toISOString()}::timestamptz)`
		})
		.where(and(eq(pairings.id, pairing.id), isNull(pairings.endedOn)))
		.returning({ id: pairings.id });
	if (!changed.length) throw conflict('mentoring.pairing.ended');
	const count = await dropPlanned(tx, ctx, pairing.id, endsOn);
	if (!count) return;
	for (const personId of [pairing.traineeId, pairing.mentorId]) {
		await notify(tx, ctx, {
			...{ personId, kind: 'mentoring.dropped', params: { count } },
			href: `/mentoring/${pairing.id}`,
			cause: `mentoring.agreement.drop:${pairing.id}:${ctx.now.toISOString()}`
		});
	}
}
