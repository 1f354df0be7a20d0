import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict } from '$lib/shared/errors';
import { listTitles } from './cards.server';
import type { Learning } from './learning.server';
import { mayBegin } from './rules';
import { loadContents } from './versions.server';

/** Refuses what `mayBegin` does, with the names of the modules that come first. */
export async function requireBeginnable(
	tx: Database,
	ctx: Context,
	{ facts }: Pick<Learning, 'facts'>
): Promise<void> {
	const verdict = mayBegin(facts);
	if (verdict.ok) return;
	const titles = await listTitles(tx, facts.missing, ctx.locale);
	throw conflict(verdict.code, { modules: titles.join(ctx.locale === 'en' ? ', ' : '、') });
}

/** The slug of a version's first lesson. */
export const firstLesson = async (db: Database, versionId: string): Promise<string | null> =>
	(await loadContents(db, [versionId])).get(versionId)?.lessons[0]?.slug ?? null;
