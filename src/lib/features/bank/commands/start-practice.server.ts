import { eq, sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import { drawAgain, drawPractice, type DrawnPractice } from '../practice/draw.server';
import { getOwnSet, practiserOf } from '../practice/own-set.server';
import type { StartPractice } from '../practice/schema';
import { practiceItems, practiceSets } from '../tables.server';

/**
 * Draws a set to practise. An untouched set of the same kind is continued instead, so that two clicks make one set.
 * No audit: what people practise for themselves is theirs, and stays with its answers.
 */
export async function startPractice(ctx: Context, input: StartPractice): Promise<{ setId: string }> {
	const personId = practiserOf(ctx);
	return withTransaction(ctx, async (tx) => {
		// One start of a person after the other.
		await tx.select({ id: people.id }).from(people).where(eq(people.id, personId)).for('no key update');
		const earlier = input.again ? await getOwnSet(ctx, tx, input.again) : null;
		const area = earlier ? earlier.area : input.area || null;
		const drawn = earlier
			? await drawAgain(tx, earlier.id)
			: await drawPractice(tx, { personId, area, size: input.size });
		if (!drawn.length) throw conflict(earlier ? 'practice.nothing_again' : 'practice.nothing');
		const untouched = await findUntouched(tx, { personId, area, drawn, same: earlier !== null });
		if (untouched) return { setId: untouched };
		const setId = newId(ctx.now);
		await tx.insert(practiceSets).values({ id: setId, personId, area, startedAt: ctx.now });
		await tx
			.insert(practiceItems)
			.values(drawn.map((question, i) => ({ ...question, setId, position: i + 1 })));
		return { setId };
	});
}

/**
 * An open set of which nothing is answered and every question may still be practised: of the same area and length, or
 * with the `same` questions.
 */
async function findUntouched(
	tx: Database,
	about: { personId: string; area: string | null; drawn: readonly DrawnPractice[]; same: boolean }
): Promise<string | null> {
	const { personId, area, drawn, same } = about;
	const versions = JSON.stringify(drawn.map(({ itemVersionId }) => itemVersionId));
	const [found] = await rowsOf<{ id: string }>(
		tx,
		sql`select s.id from practice_sets s join practice_items p on p.set_id = s.id
			join item_versions v on v.id = p.item_version_id join items i on i.id = v.item_id
			where s.person_id = ${personId}::uuid and s.finished_at is null
				and s.area is not distinct from ${area}::text
			group by s.id
			having count(*) = ${drawn.length} and not bool_or(p.is_answered)
				and bool_and(i.status = 'ready' and i."use" = 'practice' and i.version_id = v.id)
				and (not ${same}::boolean or bool_and(v.id in (
					select value::uuid from jsonb_array_elements_text(${versions}::text::jsonb))))
			order by s.id desc limit 1`
	);
	return found?.id ?? null;
}
