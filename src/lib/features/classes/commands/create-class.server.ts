import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { invalid } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { newSecret } from '../codes.server';
import { contentOf, demandFreeTeacher } from '../content.server';
import { personOf } from '../load.server';
import { faultsOfPlan } from '../rules';
import type { ClassInput } from '../schema';
import { classes, classSessions } from '../tables.server';

/** Prepares a class as a draft that only those who may manage it see; opening it is another act. */
export async function createClass(ctx: Context, input: ClassInput): Promise<{ id: string }> {
	const createdBy = personOf(ctx);
	return withTransaction(ctx, async (tx) => {
		const { content, unitPath } = await contentOf(tx, ctx, input);
		authorize(ctx.actor, 'classes.class.manage', { unitPath });
		const faults = faultsOfPlan(input, null, ctx.now);
		if (Object.keys(faults).length) throw invalid('app.form', faults);
		await demandFreeTeacher(tx, ctx, content.teacherId, input.sessions, []);
		const id = newId(ctx.now);
		await tx
			.insert(classes)
			.values({ ...content, id, state: 'draft', revision: 1, createdBy, createdAt: ctx.now });
		await tx.insert(classSessions).values(
			input.sessions.map(({ startsAt, endsAt, place }) => ({
				...{ id: newId(ctx.now), classId: id, startsAt, endsAt, place, codeSecret: newSecret() }
			}))
		);
		await recordAudit(tx, ctx, {
			action: 'classes.class.create',
			subject: { type: 'class', id },
			after: { ...content, sessions: input.sessions.map(({ row: _row, id: _id, ...session }) => session) }
		});
		return { id };
	});
}
