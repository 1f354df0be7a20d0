import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { checkPersonDates } from '../rules';
import type { CreatePerson } from '../schema';
import { unitPathOf } from '../subject.server';
import { people, roleGrants } from '../tables.server';
import { takenField } from '../taken.server';

/**
 * Brings a person in. Employee number and e-mail belong to one person each: a taken one is refused at its field.
 * Evidence, further roles and a password follow by their own commands.
 */
export async function createPerson(ctx: Context, input: CreatePerson): Promise<{ id: string }> {
	const id = newId(ctx.now);
	const { trainee, ...fields } = input;
	const person = { ...fields, email: input.email?.toLowerCase() ?? null, bornOn: input.bornOn ?? null };
	return withTransaction(ctx, async (tx) => {
		const unitPath = await unitPathOf(tx, input.unitId);
		if (!unitPath) throw invalid('app.form', { unitId: 'app.field.choice' });
		authorize(ctx.actor, 'people.person.create', { unitPath });
		const impossible = checkPersonDates(person);
		if (impossible) throw invalid('app.form', impossible);
		await tx
			.insert(people)
			.values({ ...person, id, createdAt: ctx.now })
			.catch((error) => {
				throw takenField(error);
			});
		if (trainee) {
			await tx.insert(roleGrants).values({
				id: newId(ctx.now),
				personId: id,
				role: 'trainee',
				validFrom: dateIn(ctx.now),
				grantedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
				grantedAt: ctx.now
			});
		}
		await recordAudit(tx, ctx, {
			action: 'people.person.create',
			subject: { type: 'person', id },
			personId: id,
			after: { ...person, roles: trainee ? ['trainee'] : [] }
		});
		return { id };
	});
}
