import { and, asc, between, eq } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { PIECE } from './rules';
import { fileChunks, files } from './tables.server';

export type StoredFile = typeof files.$inferSelect;

/** A file by its id, without its bytes. Asks no permission: whoever shows it does. */
export async function getFile(db: Database, id: string): Promise<StoredFile> {
	const [file] = isId(id) ? await db.select().from(files).where(eq(files.id, id)) : [];
	if (!file) throw notFound();
	return file;
}

/** The bytes of a file from one to another, both included; fewer where the file ends before. */
export async function readFileRange(db: Database, id: string, from: number, to: number): Promise<Uint8Array> {
	const first = Math.floor(from / PIECE);
	const rows = await db
		.select({ bytes: fileChunks.bytes })
		.from(fileChunks)
		.where(and(eq(fileChunks.fileId, id), between(fileChunks.position, first, Math.floor(to / PIECE))))
		.orderBy(asc(fileChunks.position));
	const all = Buffer.concat(rows.map(({ bytes }) => bytes));
	return all.subarray(from - first * PIECE, to - first * PIECE + 1);
}

/** A whole file, for those that are small. */
export const readWholeFile = async (db: Database, { id, size }: Pick<StoredFile, 'id' | 'size'>) =>
	readFileRange(db, id, 0, Math.max(0, size - 1));
