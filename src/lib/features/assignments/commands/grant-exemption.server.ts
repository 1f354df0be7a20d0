import { and, eq, gte, isNull, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import { personIn } from '../load.server';
import type { GrantExemption } from '../schema';
import { loadSubject } from '../subject.server';
import { exemptions } from '../tables.server';

/** Exempts a person from a module or path from today until a day, for a reason. Nobody exempts themselves. */
export async function grantExemption(ctx: Context, input: GrantExemption): Promise<string> {
	return withTransaction(ctx, async (tx) => {
		const unknown = () => invalid('app.form', { person: 'assignments.exemption.nobody' });
		// Held, so that two officers at once cannot both find none.
		const [found] = await tx
			.select({ id: people.id })
			.from(people)
			.where(and(eq(people.employeeNo, input.person), eq(people.status, 'active')))
			.for('no key update');
		if (!found) throw unknown();
		const { id: personId, unitPath } = await getPersonSubject(tx, found.id);
		authorize(ctx.actor, 'assignments.assignment.manage', {
			personId,
			unitPath,
			parties: { person: personId }
		});
		const today = dateIn(ctx.now);
		if (input.validTo < today) throw invalid('app.form', { validTo: 'assignments.exemption.past' });
		const { subjectType, subjectCode } = input.subject;
		const { title } = await loadSubject(tx, input.subject);
		const [known] = await tx
			.select({ validTo: exemptions.validTo })
			.from(exemptions)
			.where(
				and(
					...[eq(exemptions.personId, personId), eq(exemptions.subjectType, subjectType)],
					...[eq(exemptions.subjectCode, subjectCode), isNull(exemptions.revokedAt)],
					...[gte(exemptions.validTo, today), sql`${exemptions.validFrom} <= ${input.validTo}`]
				)
			);
		if (known) throw conflict('assignments.exemption.exists', { to: known.validTo });
		const id = newId(ctx.now);
		const row = { subjectType, subjectCode, reason: input.reason, validFrom: today, validTo: input.validTo };
		await tx
			.insert(exemptions)
			.values({ ...row, id, personId, grantedBy: personIn(ctx), grantedAt: ctx.now });
		await notify(tx, ctx, {
			...{ personId, kind: 'assignments.exempted', href: '/training', cause: `assignments.exempted:${id}` },
			params: { title, validTo: input.validTo }
		});
		await recordAudit(tx, ctx, {
			action: 'assignments.exemption.grant',
			subject: { type: 'exemption', id },
			personId,
			after: row
		});
		return id;
	});
}
