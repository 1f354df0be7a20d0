import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid } from '$lib/shared/errors';
import { settleObjection } from '../cases/objections.server';
import type { AnswerInquiry } from '../inquiries/schema';
import { loadInquiry } from '../inquiries/subject.server';
import { inquiries } from '../tables.server';

/**
 * A person answers what somebody asked or objected to: never the one who asked, nor whoever proposed the decision.
 * An upheld objection opens its case again while that has not taken effect; later it changes nothing by itself.
 */
export async function answerInquiry(ctx: Context, input: AnswerInquiry): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { inquiry, subject } = await loadInquiry(tx, input.inquiryId, { lock: true });
		authorize(ctx.actor, 'tiers.inquiry.answer', subject);
		if (inquiry.kind === 'objection' && input.upheld === null)
			throw invalid('app.form', { upheld: 'app.field.choice' });
		const upheld = inquiry.kind === 'objection' ? input.upheld : null;
		const answered = await tx
			.update(inquiries)
			.set({
				answer: input.answer,
				upheld,
				answeredBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
				answeredAt: ctx.now
			})
			.where(and(eq(inquiries.id, inquiry.id), isNull(inquiries.answeredAt)))
			.returning({ id: inquiries.id });
		if (!answered.length) throw conflict('inquiries.inquiry.answered');
		if (upheld !== null && inquiry.decisionId) {
			const { decisionId, round } = inquiry;
			await settleObjection(tx, ctx, { decisionId, round, upheld });
		}
		await notify(tx, ctx, {
			personId: inquiry.raisedBy,
			kind: 'inquiries.answered',
			params: {},
			// Who objected finds the answer with the notice, which is no longer in the list when it is over.
			href: inquiry.raisedBy === inquiry.personId ? '/path/decisions' : `/notices/${inquiry.decisionId}`,
			cause: `tiers.inquiry.answer:${inquiry.id}`
		});
		await recordAudit(tx, ctx, {
			action: 'tiers.inquiry.answer',
			subject: { type: 'inquiry', id: inquiry.id },
			personId: inquiry.personId,
			after: { kind: inquiry.kind, upheld }
		});
	});
}
