import { inspectFile } from '$lib/server/files/inspect';
import { FILE_LIMITS } from '$lib/shared/file-kinds';
import { picturesOf } from '../formats/markdown';
import type { ParsedCase, ParsedFile, ParsedQuestion } from '../formats/parsed';
import type { KeptPicture } from './model';
import { Unreadable } from './open.server';

/** Most bytes of all pictures of a file. */
const MOST_BYTES = 64 * 2 ** 20;

/**
 * The pictures that fit questions and their cases show, looked at as every other file is and put behind each other; `bad`: those that
 * are no pictures, too large, or act by themselves.
 */
export async function keepPictures(
	{ pictures, cases = [] }: ParsedFile,
	questions: readonly ParsedQuestion[]
): Promise<{ kept: KeptPicture[]; bytes: Uint8Array | null; bad: Set<string> }> {
	const fit = questions.filter(({ question }) => question);
	const wanted = new Set(fit.flatMap((one) => one.case ?? []));
	const inCases = cases.filter(({ code }) => wanted.has(code)).flatMap(materialPictures);
	const shown = new Set([...fit.flatMap((one) => one.pictures), ...inCases]);
	const kept: KeptPicture[] = [];
	const pieces: Uint8Array[] = [];
	const bad = new Set<string>();
	let at = 0;
	for (const name of shown) {
		const bytes = pictures.get(name);
		if (!bytes) continue;
		const found = inspectFile(bytes);
		if (!found.ok || found.kind !== 'picture' || bytes.length > FILE_LIMITS.picture) {
			bad.add(name);
			continue;
		}
		const { mime, width, height } = found;
		kept.push({ name, mime, at, size: bytes.length, ...(width && { width }), ...(height && { height }) });
		pieces.push(bytes);
		at += bytes.length;
		if (at > MOST_BYTES) throw new Unreadable('pictures');
	}
	return { kept, bytes: pieces.length ? new Uint8Array(Buffer.concat(pieces)) : null, bad };
}

/** Names of the pictures that the material of a case shows. */
export const materialPictures = ({ material }: ParsedCase): string[] =>
	Object.values(material).flatMap((text) => picturesOf(text ?? ''));
