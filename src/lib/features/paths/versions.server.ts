import { and, desc, eq } from 'drizzle-orm';
import { localText, type Locale } from '$lib/i18n/locales';
import type { Database } from '$lib/server/db/database';
import { notFound, Refusal } from '$lib/shared/errors';
import { loadLearnables } from './catalogue.server';
import type { PathContent } from './content';
import { learningPaths, learningPathVersions } from './tables.server';

/** A path by its newest version. */
export interface StoredPath {
	id: string;
	code: string;
	retiredAt: Date | null;
	version: number;
	content: PathContent;
	publishedAt: Date;
}

/** The newest version of a path. Throws not_found; holds the path's row when `lock` is set. Asks no permission. */
export async function loadPath(
	db: Database,
	code: string,
	options: { lock?: boolean } = {}
): Promise<StoredPath> {
	const query = db.select().from(learningPaths).where(eq(learningPaths.code, code));
	const [path] = await (options.lock ? query.for('update') : query);
	if (!path) throw notFound();
	const [newest] = await db
		.select()
		.from(learningPathVersions)
		.where(and(eq(learningPathVersions.pathId, path.id)))
		.orderBy(desc(learningPathVersions.version))
		.limit(1);
	if (!newest) throw notFound();
	const { version, publishedAt } = newest;
	const content = newest.content as PathContent;
	return { id: path.id, code, retiredAt: path.retiredAt, version, content, publishedAt };
}

/** Refuses a path that asks for what there is not, or for the same thing twice, and names it. */
export async function checkItems(db: Database, content: PathContent, locale: Locale): Promise<void> {
	const asked = content.steps.flatMap(({ items }) => items.map(keyOf));
	const known = await loadLearnables(db);
	const nameOf = (key: string) => {
		const title = known.get(key)?.title;
		return title ? localText(title, locale) : key.slice(key.indexOf(':') + 1);
	};
	const named = (keys: string[]) => ({ names: keys.map(nameOf).join(locale === 'en' ? ', ' : '、') });
	const unknown = [...new Set(asked.filter((key) => !known.has(key)))];
	if (unknown.length) throw new Refusal('invalid', 'paths.path.unknown', named(unknown));
	const twice = [...new Set(asked.filter((key, i) => asked.indexOf(key) !== i))];
	if (twice.length) throw new Refusal('invalid', 'paths.path.twice', named(twice));
}

export const keyOf = (item: PathContent['steps'][number]['items'][number]): string =>
	'module' in item ? `module:${item.module}` : `class:${item.class}`;
