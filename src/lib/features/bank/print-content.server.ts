import { asc, isNull } from 'drizzle-orm';
import { getFile, readWholeFile } from '$lib/features/files/index.server';
import type { Database } from '$lib/server/db/database';
import { units } from '../people/tables.server';
import { movePictures, pictureName } from './formats/markdown';
import type { Pictures } from './print/model';
import type { Words } from './question';
import { isWords } from './rendered';

/** Who holds exams, as a paper's head says it. */
export async function organisationOf(db: Database): Promise<Words> {
	const [root] = await db
		.select({ zh: units.nameZh, en: units.nameEn })
		.from(units)
		.where(isNull(units.parentId))
		.orderBy(asc(units.path))
		.limit(1);
	return { 'zh-CN': root?.zh ?? '', en: root?.en ?? '' };
}

/** Calls the pictures of some words by their files, and adds these to `files`: two questions may call different ones the same. */
export function renamer(pictures: Record<string, string>, files: Map<string, string>) {
	const addressOf = (address: string) => {
		const name = pictureName(address);
		const file = name !== null && Object.hasOwn(pictures, name) ? pictures[name]! : null;
		if (file) files.set(file, file);
		return file;
	};
	const walk = (part: unknown): unknown => {
		if (typeof part !== 'object' || part === null) return part;
		if (Array.isArray(part)) return part.map(walk);
		const isText = isWords(part);
		return Object.fromEntries(
			Object.entries(part).map(([key, value]) => [
				key,
				isText && typeof value === 'string' ? movePictures(value, addressOf) : walk(value)
			])
		);
	};
	return <T>(value: T): T => (Object.keys(pictures).length ? (walk(value) as T) : value);
}

export async function loadPictures(db: Database, files: ReadonlyMap<string, string>): Promise<Pictures> {
	const pictures = new Map<string, Uint8Array>();
	for (const id of files.keys()) pictures.set(id, await readWholeFile(db, await getFile(db, id)));
	return pictures;
}
