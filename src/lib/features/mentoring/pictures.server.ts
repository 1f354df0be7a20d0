import { asc, eq } from 'drizzle-orm';
import { storeFile, takePhoto, type Upload } from '$lib/features/files/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { Refusal } from '$lib/shared/errors';
import type { SentFile } from '$lib/shared/form';
import { files } from '../files/tables.server';
import { shadowingPictures } from './tables.server';
import { MAX_PICTURES } from './vocabulary';

/** A picture of a session as it will be kept: without metadata. */
export interface Photo {
	name: string;
	upload: Upload;
	/** Of the bytes that will be kept, in hexadecimal digits. */
	sha256: string;
}

/** What an entry's page shows of a picture. */
export interface EntryPicture {
	id: string;
	sha256: string;
	width: number | null;
	height: number | null;
}

/**
 * Looks at the pictures that came with a session, and takes off all that they say of place, time and device; the same
 * one twice is one. Throws `invalid` for the field `pictures`.
 */
export function takePictures(sent: readonly SentFile[]): Photo[] {
	if (sent.length > MAX_PICTURES) {
		const code = 'mentoring.pictures.many';
		throw new Refusal('invalid', code, { most: MAX_PICTURES }, { pictures: code });
	}
	const taken = new Map<string, Photo>();
	for (const { name, bytes } of sent) {
		try {
			const upload = takePhoto(bytes);
			taken.set(upload.sha256, { name, upload, sha256: upload.sha256 });
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			throw new Refusal('invalid', error.code, error.params, { pictures: error.code });
		}
	}
	return [...taken.values()];
}

/** Keeps an entry's pictures, in the transaction that writes the entry. */
export async function attachPictures(
	tx: Database,
	ctx: Context,
	entryId: string,
	photos: readonly Photo[]
): Promise<void> {
	for (const { name, upload } of photos) {
		const { id } = await storeFile(tx, ctx, { name, upload });
		await tx.insert(shadowingPictures).values({ entryId, fileId: id });
	}
}

/** The pictures of an entry, in the order in which they came. Asks no permission: whoever shows the entry does. */
export async function picturesOf(db: Database, entryId: string): Promise<EntryPicture[]> {
	return db
		.select({ id: files.id, sha256: files.sha256, width: files.width, height: files.height })
		.from(shadowingPictures)
		.innerJoin(files, eq(files.id, shadowingPictures.fileId))
		.where(eq(shadowingPictures.entryId, entryId))
		.orderBy(asc(files.id));
}
