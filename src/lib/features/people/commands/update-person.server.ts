import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, forbidden, invalid } from '$lib/shared/errors';
import { checkPersonDates } from '../rules';
import type { UpdatePerson } from '../schema';
import { lockPerson, unitPathOf } from '../subject.server';
import { people } from '../tables.server';
import { takenField } from '../taken.server';

/**
 * Changes what is known of a person, unless somebody else has since the form was opened (`version`). Moving them
 * needs the permission for the unit they leave and for the one they join. Nobody changes their own record.
 */
export async function updatePerson(ctx: Context, input: UpdatePerson): Promise<void> {
	const { personId, version, ...changed } = input;
	await withTransaction(ctx, async (tx) => {
		const { row: person, subject } = await lockPerson(tx, personId);
		authorize(ctx.actor, 'people.person.update', subject);
		if (ctx.actor.kind === 'person' && ctx.actor.personId === personId)
			throw forbidden('access.separation.self');
		const unitPath = await unitPathOf(tx, input.unitId);
		if (!unitPath) throw invalid('app.form', { unitId: 'app.field.choice' });
		authorize(ctx.actor, 'people.person.update', { ...subject, unitPath });
		const impossible = checkPersonDates(changed);
		if (impossible) throw invalid('app.form', impossible);
		const updated = await tx
			.update(people)
			.set({ ...changed, version: version + 1 })
			.where(and(eq(people.id, personId), eq(people.version, version)))
			.returning({ id: people.id })
			.catch((error) => {
				throw takenField(error);
			});
		if (!updated.length) throw conflict('people.person.stale');
		const before = Object.fromEntries(
			Object.keys(changed).map((field) => [field, person[field as keyof typeof changed]])
		);
		await recordAudit(tx, ctx, {
			action: 'people.person.update',
			subject: { type: 'person', id: personId },
			personId,
			before,
			after: changed
		});
	});
}
