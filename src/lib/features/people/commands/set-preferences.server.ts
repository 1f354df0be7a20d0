import { eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import type { Preferences } from '../schema';
import { people } from '../tables.server';

/**
 * Keeps the language and the look that the signed-in person chose; for a visitor there is nothing to keep here (a
 * cookie does); `version` does not rise by it. No authorisation: only one's own. No audit: nothing rests on a taste.
 */
export async function setPreferences(ctx: Context, input: Preferences): Promise<void> {
	const { actor } = ctx;
	if (actor.kind !== 'person' || (!input.locale && !input.theme)) return;
	await withTransaction(ctx, (tx) =>
		tx
			.update(people)
			.set({
				...(input.locale ? { locale: input.locale } : {}),
				...(input.theme ? { theme: input.theme === 'auto' ? null : input.theme } : {})
			})
			.where(eq(people.id, actor.personId))
	);
}
