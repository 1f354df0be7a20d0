import { inArray, sql } from 'drizzle-orm';
import type { LessonAsk, ModuleContent } from '$lib/content/module-format';
import { localText, type Locale, type LocalText } from '$lib/i18n/locales';
import type { Database } from '$lib/server/db/database';
import { moduleVersions } from './tables.server';
import { loadCatalogue } from './versions.server';

/** What a version says about itself, without its texts and questions. */
export type VersionCard = Omit<ModuleContent, 'lessons' | 'questions' | 'files'> & {
	lessons: { slug: string; minutes: number; title: LocalText; asks?: LessonAsk[] }[];
};

/** The latest version of a module as a card. */
export interface ModuleCard extends VersionCard {
	moduleId: string;
	versionId: string;
	position: number;
	isRetired: boolean;
}

/** A version never changes: its card is read once, and is small enough to be kept. */
const held = new Map<string, VersionCard>();

async function readCards(db: Database, ids: readonly string[]): Promise<void> {
	const missing = ids.filter((id) => !held.has(id));
	if (!missing.length) return;
	const content = moduleVersions.content;
	const rows = await db
		.select({
			id: moduleVersions.id,
			card: sql<VersionCard>`${content} - 'lessons' - 'questions' - 'files' || jsonb_build_object('lessons',
				(select jsonb_agg(l - 'body' - 'questions' order by n)
					from jsonb_array_elements(${content} -> 'lessons') with ordinality as e(l, n)))`
		})
		.from(moduleVersions)
		.where(inArray(moduleVersions.id, missing));
	for (const { id, card } of rows) held.set(id, card);
}

/** The cards of versions by id; ids that do not exist are absent. */
export async function loadVersionCards(
	db: Database,
	ids: readonly string[]
): Promise<Map<string, VersionCard>> {
	await readCards(db, ids);
	return new Map(ids.flatMap((id) => (held.has(id) ? [[id, held.get(id)!]] : [])));
}

/** Every module as its latest version describes it, in the catalogue's order; retired ones too. */
export async function loadCards(db: Database): Promise<ModuleCard[]> {
	const catalogue = await loadCatalogue(db);
	const latest = catalogue.map((entry) => ({ entry, versionId: entry.versions.at(-1)!.id }));
	await readCards(
		db,
		latest.map(({ versionId }) => versionId)
	);
	return latest.map(({ entry: { moduleId, position, retiredAt }, versionId }) => ({
		...held.get(versionId)!,
		...{ moduleId, versionId, position, isRetired: retiredAt !== null }
	}));
}

/** The titles of modules by code, in the order given, in one language. */
export async function listTitles(db: Database, codes: readonly string[], locale: Locale): Promise<string[]> {
	const cards = codes.length ? await loadCards(db) : [];
	return codes.map((code) => {
		const card = cards.find((one) => one.code === code);
		return card ? localText(card.title, locale) : code;
	});
}
