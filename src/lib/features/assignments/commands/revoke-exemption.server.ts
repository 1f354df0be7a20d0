import { and, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, notFound } from '$lib/shared/errors';
import { personIn } from '../load.server';
import type { RevokeExemption } from '../schema';
import { loadSubject } from '../subject.server';
import { exemptions } from '../tables.server';

/** Takes an exemption back: the module or path is asked of the person again, by the due date that they had. */
export async function revokeExemption(ctx: Context, input: RevokeExemption): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const [row] = await tx
			.select()
			.from(exemptions)
			.where(eq(exemptions.id, input.exemptionId))
			.for('update');
		if (!row) throw notFound();
		const { personId, subjectType, subjectCode } = row;
		const { unitPath } = await getPersonSubject(tx, personId);
		authorize(ctx.actor, 'assignments.assignment.manage', {
			personId,
			unitPath,
			parties: { person: personId }
		});
		const revoked = await tx
			.update(exemptions)
			.set({ revokedBy: personIn(ctx), revokedAt: ctx.now })
			.where(and(eq(exemptions.id, row.id), isNull(exemptions.revokedAt)))
			.returning({ id: exemptions.id });
		if (!revoked.length || row.validTo < dateIn(ctx.now)) throw conflict('assignments.exemption.over');
		const { title } = await loadSubject(tx, { subjectType, subjectCode });
		await notify(tx, ctx, {
			...{ personId, kind: 'assignments.exemption_over', params: { title }, href: '/training' },
			cause: `assignments.exemption_over:${row.id}`
		});
		await recordAudit(tx, ctx, {
			action: 'assignments.exemption.revoke',
			subject: { type: 'exemption', id: row.id },
			personId,
			before: { subjectType, subjectCode, validTo: row.validTo, revoked: false },
			after: { subjectType, subjectCode, validTo: row.validTo, revoked: true }
		});
	});
}
