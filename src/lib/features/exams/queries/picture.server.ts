import { eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { pictureAddress } from '../pictures';
import { attempts } from '../tables.server';
import { listPaper } from './paper.server';
import { getResult } from './result.server';

/**
 * The id of a file that a paper shows: to its candidate while the attempt is open, and with the released result to
 * whoever may read it. Throws notFound for everybody and everything else.
 */
export async function paperPicture(ctx: Context, attemptId: string, fileId: string): Promise<string> {
	if (!isId(attemptId) || !isId(fileId)) throw notFound();
	const [attempt] = await ctx.db.select().from(attempts).where(eq(attempts.id, attemptId));
	if (!attempt) throw notFound();
	const own = ctx.actor.kind === 'person' && ctx.actor.personId === attempt.personId;
	const isOpen = !attempt.handedInAt && attempt.endsAt >= ctx.now;
	const shown =
		own && isOpen ? await listPaper(ctx.db, attemptId) : (await getResult(ctx, { attemptId })).paper;
	// What the page shows, its reader may fetch, and nothing that belongs to the same question without being shown.
	if (!JSON.stringify(shown).includes(pictureAddress(attemptId, fileId))) throw notFound();
	return fileId;
}
