import { can } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden, invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { rolesToEndorse } from '../endorsements/rules';
import type { GiveEndorsement } from '../endorsements/schema';
import { loadEndorsed, newestWord } from '../endorsements/subject.server';
import { findPolicyInForce } from '../queries/policies.server';
import { endorsements } from '../tables.server';

/**
 * Stands up for a person's tier, as their mentor, as the head who manages them, or as HR of their unit. Given again on
 * another day it counts from then. No authorisation: by role of the moment (`rolesToEndorse`), as the head of a unit
 * may hold no grant at all.
 */
export async function giveEndorsement(ctx: Context, input: GiveEndorsement): Promise<{ id: string }> {
	const { actor } = ctx;
	if (actor.kind !== 'person') throw forbidden();
	const [ladder = '', tier = ''] = input.tier.split('/');
	return withTransaction(ctx, async (tx) => {
		const { person, subject } = await loadEndorsed(tx, input.personId);
		if (!rolesToEndorse(actor, subject).includes(input.role)) {
			const parties = { person: person.id };
			const verdict = can(actor, 'tiers.endorsement.give', { ...subject, parties });
			throw forbidden(verdict.ok ? 'access.forbidden' : verdict.code);
		}
		if (person.status !== 'active') throw conflict('endorsements.not_active');
		const endorsedOn = dateIn(ctx.now);
		const version = await findPolicyInForce(tx, ladder, endorsedOn);
		const target = version?.policy.tiers.find((one) => one.id === tier);
		if (!target) throw invalid('app.form', { tier: 'app.field.choice' });
		const word = { personId: person.id, ladder, tier, role: input.role, endorsedBy: actor.personId };
		const newest = await newestWord(tx, word);
		if (newest && !newest.withdrawn && newest.endorsedOn === endorsedOn) throw conflict('endorsements.given');
		const id = newId(ctx.now);
		await tx
			.insert(endorsements)
			.values({ ...word, id, words: input.words, endorsedOn, withdrawn: false, recordedAt: ctx.now });
		await notify(tx, ctx, {
			personId: person.id,
			kind: 'endorsements.given',
			params: { by: actor.name, tier: target.name },
			href: `/endorsements/${person.id}`,
			cause: `tiers.endorsement.give:${id}`
		});
		await recordAudit(tx, ctx, {
			action: 'tiers.endorsement.give',
			subject: { type: 'endorsement', id },
			personId: person.id,
			after: { ladder, tier, role: input.role, words: input.words }
		});
		return { id };
	});
}
