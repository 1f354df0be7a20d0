import { sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { ownImport } from '../imports/own.server';
import type { ChooseQuestions } from '../imports/schema';

/**
 * Says which questions of one's own file enter when it is confirmed; what has a problem, stands in the bank already or is
 * retired there never does. No authorisation: `ownImport` asks it. No audit: nothing is in the bank yet.
 */
export async function chooseQuestions(
	ctx: Context,
	{ importId, position, taken }: ChooseQuestions
): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const { status } = await ownImport(ctx, tx, importId, { lock: true });
		if (status !== 'read') throw conflict('staffBankImport.not_read');
		const which =
			position === 'all'
				? sql`true`
				: position === 'alike'
					? sql`q.likes <> '[]'::jsonb`
					: sql`q.position = ${position}`;
		await tx.execute(
			sql`update imported_questions q set about = jsonb_set(q.about, '{taken}', to_jsonb(${taken === 'yes'}::boolean))
				where q.import_id = ${importId}::uuid and q.question is not null and ${which}
					and not q.about ? 'same' and not exists
						(select 1 from items i where i.code = q.code and i.status = 'retired')`
		);
	});
}
