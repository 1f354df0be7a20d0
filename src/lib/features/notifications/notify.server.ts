import { eq } from 'drizzle-orm';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { newId } from '$lib/shared/ids';
import { people } from '../people/tables.server';
import { notifications } from './tables.server';

/**
 * Values of a notification's words. Texts that exist in both languages are given in both; a date `YYYY-MM-DD`
 * or an instant in ISO form is written out in the reader's language.
 */
export type NotificationParams = Record<string, string | number | LocalText>;

export interface Notice {
	personId: string;
	/** The words are `notifications.kind.<kind>`. */
	kind: string;
	params: NotificationParams;
	/** Where opening it leads: a path of this site. */
	href: string;
	/** What caused it, e.g. `exams.result.release:<sittingId>`: the same cause tells a person once. */
	cause: string;
}

/**
 * Puts a message into a person's inbox, in the caller's transaction. The same cause again changes nothing; whoever
 * is suspended or has left is told nothing.
 */
export async function notify(tx: Database, ctx: Context, notice: Notice): Promise<void> {
	const [person] = await tx
		.select({ status: people.status })
		.from(people)
		.where(eq(people.id, notice.personId));
	if (person?.status !== 'active') return;
	await tx
		.insert(notifications)
		.values({
			...notice,
			id: newId(ctx.now),
			cause: `${notice.cause}:${notice.personId}`,
			createdAt: ctx.now
		})
		.onConflictDoNothing({ target: notifications.cause });
}
