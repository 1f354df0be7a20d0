import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { picturesOf } from '../pictures.server';
import { shadowingEntries } from '../tables.server';
import { subjectOf } from './subject.server';

/** The id of a picture's file, for whoever may read its entry. Throws not_found, also for a picture of another entry. */
export async function entryPicture(ctx: Context, entryId: string, fileId: string): Promise<string> {
	const [entry] =
		isId(entryId) && isId(fileId)
			? await ctx.db
					.select({ pairingId: shadowingEntries.pairingId })
					.from(shadowingEntries)
					.where(eq(shadowingEntries.id, entryId))
			: [];
	if (!entry) throw notFound();
	const { subject } = await subjectOf(ctx, entry.pairingId);
	authorize(ctx.actor, 'mentoring.entry.read', subject);
	if (!(await picturesOf(ctx.db, entryId)).some(({ id }) => id === fileId)) throw notFound();
	return fileId;
}
