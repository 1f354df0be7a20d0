import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import type { LocalText } from '$lib/i18n/locales';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { canonicalJson } from '$lib/shared/json';
import { listTitles } from '../cards.server';
import { loadRequirements } from '../requirements.server';
import { moduleDrafts } from '../tables.server';
import type { ModuleDraft } from './draft';
import { findProblems, type Around, type DraftProblem } from './problems.server';
import { localText, type Locale } from '$lib/i18n/locales';

export type DraftRow = Omit<typeof moduleDrafts.$inferSelect, 'content'> & { content: ModuleDraft };

/** A draft by its id; held until the transaction ends when `lock` is set. */
export async function loadModuleDraft(
	db: Database,
	draftId: string,
	options: { lock?: boolean } = {}
): Promise<DraftRow> {
	if (!isId(draftId)) throw notFound();
	const query = db.select().from(moduleDrafts).where(eq(moduleDrafts.id, draftId));
	const [row] = await (options.lock ? query.for('update') : query);
	if (!row) throw notFound();
	return row as DraftRow;
}

/** A mark that changes with what a part of a draft says. */
export const markOf = (part: unknown): string =>
	createHash('sha256')
		.update(canonicalJson(part ?? null))
		.digest('hex')
		.slice(0, 24);

/** What stands in the way of publishing a draft; names of modules in the reader's language. */
export async function listProblems(
	db: Database,
	{ code, content }: Pick<DraftRow, 'code' | 'content'>,
	locale: Locale
): Promise<DraftProblem[]> {
	return findProblems(content, await loadAround(db, code, content.title, locale));
}

async function loadAround(db: Database, code: string, title: LocalText, locale: Locale): Promise<Around> {
	const requirements = await loadRequirements(db);
	const codes = [...requirements.keys()];
	const titles = await listTitles(db, codes, locale);
	const names = new Map(codes.map((one, index) => [one, titles[index] ?? one]));
	names.set(code, localText(title, locale) || code);
	return { code, requirements, titleOf: (one) => names.get(one) ?? one };
}
