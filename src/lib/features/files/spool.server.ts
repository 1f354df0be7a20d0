import { createHash } from 'node:crypto';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectFile, inspectVideo, type FileFacts } from '$lib/server/files/inspect';
import { Refusal } from '$lib/shared/errors';
import { FILE_LIMITS, fileSize, type FileKind } from '$lib/shared/file-kinds';
import { FAULT_CODES, largestOf, PIECE, refuseFile } from './rules';

/** A file that has come whole and was looked at, and is not kept yet. */
export interface Upload extends FileFacts {
	size: number;
	sha256: string;
	/** Its bytes in pieces of 256 KiB. */
	pieces(): AsyncIterable<Uint8Array>;
	/** Forgets it. Call it in a `finally`, whether it was kept or not. */
	discard(): Promise<void>;
}

const refusal = (code: Refusal['code'], params: Record<string, string> = {}) =>
	new Refusal('invalid', code, params, { file: code });

const tooLarge = (limit: number, size?: number) =>
	refusal('files.file.too_large', { limit: fileSize(limit), size: size ? fileSize(size) : '' });

/** Refuses before a byte is read what says of itself that it is larger than anything that may come here. */
export function refuseLength(length: number | null, kinds: readonly FileKind[]): void {
	const limit = largestOf(kinds);
	if (length !== null && length > limit) throw tooLarge(limit, length);
}

/** Looks at a file that is in memory. Throws `invalid` with the reason; `kinds` are those that may be taken. */
export function takeBytes(bytes: Uint8Array, kinds: readonly FileKind[]): Upload {
	const found = inspectFile(bytes);
	if (!found.ok) throw refusal(FAULT_CODES[found.fault], { about: found.about ?? '' });
	const { ok: _ok, ...facts } = found;
	const refused = refuseFile({ kind: facts.kind, size: bytes.length }, kinds);
	if (refused) throw refusal(refused.code, refused.params);
	return {
		...facts,
		size: bytes.length,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		async *pieces() {
			for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
		},
		discard: () => Promise.resolve()
	};
}

/**
 * Takes a file as it comes, through a temporary folder: counted on the way, and refused at the byte that is too many.
 * Only videos may be larger than the other kinds, which their first bytes tell.
 */
export async function takeStream(
	stream: ReadableStream<Uint8Array>,
	kinds: readonly FileKind[]
): Promise<Upload> {
	const folder = await mkdtemp(join(tmpdir(), 'jinjie-upload-'));
	const discard = () => rm(folder, { recursive: true, force: true });
	const path = join(folder, 'file');
	try {
		const { size, sha256, head } = await receive(stream, path, kinds);
		const video = inspectVideo(head);
		if (!video?.ok) {
			const upload = takeBytes(await readFile(path), kinds);
			await discard();
			return upload;
		}
		const { ok: _ok, ...facts } = video;
		const refused = refuseFile({ kind: 'video', size }, kinds);
		if (refused) throw refusal(refused.code, refused.params);
		return { ...facts, size, sha256, pieces: () => piecesOf(path), discard };
	} catch (error) {
		await discard();
		throw error;
	}
}

const HEAD = 128;

async function receive(stream: ReadableStream<Uint8Array>, path: string, kinds: readonly FileKind[]) {
	const hash = createHash('sha256');
	const reader = stream.getReader();
	const file = await open(path, 'w');
	let size = 0;
	let head = Buffer.alloc(0);
	const small = largestOf(kinds.filter((kind) => kind !== 'video').concat('captions'));
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return { size, sha256: hash.digest('hex'), head };
			size += value.length;
			if (head.length < HEAD) head = Buffer.concat([head, value]).subarray(0, HEAD);
			const isVideo = head.length < 12 || (kinds.includes('video') && inspectVideo(head)?.ok);
			const limit = isVideo ? FILE_LIMITS.video : small;
			if (size > limit) throw tooLarge(limit);
			hash.update(value);
			await file.write(value);
		}
	} finally {
		await file.close();
		reader.releaseLock();
	}
}

async function* piecesOf(path: string): AsyncIterable<Uint8Array> {
	const file = await open(path, 'r');
	try {
		for (let at = 0; ;) {
			const piece = Buffer.alloc(PIECE);
			const { bytesRead } = await file.read(piece, 0, PIECE, at);
			if (!bytesRead) return;
			yield piece.subarray(0, bytesRead);
			at += bytesRead;
		}
	} finally {
		await file.close();
	}
}
