import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { Refusal } from '$lib/shared/errors';
import { decideVersion, splitMinutes, type AgreementContent } from '../agreement';
import {
	contentOf,
	loadVersions,
	mayPropose,
	refuseManager,
	sideOf,
	writeVersion
} from '../agreement.server';
import { addSignature } from '../chain.server';
import { lockPairing, namesOf, type LockedPairing } from '../load.server';
import type { ProposeAgreement } from '../pairing-schema';

/**
 * A new version of what the two agreed to, by either side, whose signature it carries at once, or by HR of the unit.
 * It is in force when both have signed it; until then what was agreed before stays. One that still waited falls away.
 */
export async function proposeAgreement(
	ctx: Context,
	{ pairingId, ...input }: ProposeAgreement
): Promise<{ id: string }> {
	return withTransaction(ctx, async (tx) => {
		const pairing = await lockPairing(tx, ctx, pairingId);
		const byHr = mayPropose(ctx, pairing, pairing.unitPath);
		const side = byHr ? null : sideOf(ctx, pairing);
		const me = side === 'mentor' ? pairing.mentorId : side === 'trainee' ? pairing.traineeId : null;
		if (me) authorize(ctx.actor, 'mentoring.agreement.sign', { personId: me });
		await refuseManager(tx, { id: pairing.traineeId, unitPath: pairing.unitPath }, pairing.mentorId);

		const versions = await loadVersions(tx, pairingId);
		const current = versions.findLast(({ state }) => state === 'agreed')?.content ?? filed(pairing, versions);
		const proposed = versions.find(({ state }) => state === 'proposed')?.content ?? null;
		const content = contentOf({ ...input, purpose: input.purpose ?? current?.purpose });
		const today = dateIn(ctx.now);
		const decision = decideVersion(content, { current, proposed, today, ended: pairing.endedOn !== null });
		if (!decision.ok) {
			const kind = decision.code === 'mentoring.pairing.ended' ? 'conflict' : 'invalid';
			throw new Refusal(kind, decision.code, decision.params);
		}
		const number = (versions.at(-1)?.version ?? 1) + 1;
		const { id: agreementId, contentHash } = await writeVersion(tx, ctx, pairingId, number, content);
		if (me) {
			await addSignature(tx, ctx, {
				...{ pairingId, agreementId, contentHash, signerId: me, act: 'sign', words: '' }
			});
		}
		const actor = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		const name = actor ? ((await namesOf(tx, [actor])).get(actor) ?? '') : '';
		for (const personId of [pairing.traineeId, pairing.mentorId]) {
			if (personId === me) continue;
			await notify(tx, ctx, {
				personId,
				kind: 'mentoring.agreement.proposed',
				params: { name, version: number },
				href: `/mentoring/${pairingId}`,
				cause: `mentoring.agreement.propose:${agreementId}`
			});
		}
		await recordAudit(tx, ctx, {
			action: 'mentoring.agreement.propose',
			subject: { type: 'pairing', id: pairingId },
			personId: pairing.traineeId,
			before: current ? { ...current } : null,
			after: { version: number, ...content }
		});
		return { id: pairingId };
	});
}

/** What HR filed before there were signatures: in force, and no version is written of it. */
function filed(pairing: LockedPairing, versions: { version: number }[]): AgreementContent | null {
	if (versions[0]?.version === 1) return null;
	const { startsOn, endsOn, plannedMinutes, goal } = pairing;
	return contentOf({ startsOn, endsOn, plannedMinutes, goal, steps: splitMinutes(plannedMinutes) });
}
