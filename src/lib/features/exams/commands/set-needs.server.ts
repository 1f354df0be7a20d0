import { eq } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid } from '$lib/shared/errors';
import type { SetNeeds } from '../schema';
import { holdRegistration } from '../set-up.server';
import { registrations } from '../tables.server';

/**
 * Gives one candidate more time or breaks, and says what for: health, say. Before the sitting opens, never to oneself; the
 * candidate is told and reads it on the ticket.
 */
export async function setNeeds(ctx: Context, input: SetNeeds): Promise<{ sittingId: string }> {
	const { registrationId, ...needs } = input;
	return withTransaction(ctx, async (tx) => {
		const { sitting, registration } = await holdRegistration(tx, ctx, registrationId);
		if (ctx.actor.kind === 'person' && ctx.actor.personId === registration.personId)
			throw conflict('exams.needs.self');
		if ((needs.extraMinutes || needs.breakMinutes) && !needs.needsNote)
			throw invalid('app.form', { needsNote: 'app.field.required' });
		await tx.update(registrations).set(needs).where(eq(registrations.id, registration.id));
		const { personId, extraMinutes, breakMinutes, needsNote } = registration;
		const before = { extraMinutes, breakMinutes, needsNote };
		if (before.extraMinutes !== needs.extraMinutes || before.breakMinutes !== needs.breakMinutes)
			await notify(tx, ctx, {
				personId,
				kind: 'exams.needs',
				params: {
					exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
					...{ extra: needs.extraMinutes, breaks: needs.breakMinutes }
				},
				href: `/exams/${sitting.id}`,
				cause: `exams.needs:${registration.id}:${ctx.now.toISOString()}`
			});
		await recordAudit(tx, ctx, {
			action: 'exams.needs.set',
			subject: { type: 'sitting', id: sitting.id },
			...{ personId, before, after: needs }
		});
		return { sittingId: sitting.id };
	});
}
