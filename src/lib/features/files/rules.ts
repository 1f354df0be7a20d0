import type { ErrorCode } from '$lib/i18n/codes';
import type { FileFault } from '$lib/server/files/inspect';
import { FILE_LIMITS, fileKinds, fileSize, type FileKind } from '$lib/shared/file-kinds';

/** Bytes of a file in one row. */
export const PIECE = 256 * 1024;
/** Most bytes that an open-ended range is answered with. */
export const RANGE_AT_MOST = 4 * PIECE;

/** Why a file is not taken, in words for its sender. */
export const FAULT_CODES: Record<FileFault, ErrorCode> = {
	empty: 'files.file.empty',
	unknown: 'files.file.unknown',
	video_type: 'files.file.video_type',
	picture_broken: 'files.file.picture_broken',
	picture_huge: 'files.file.picture_huge',
	document_macros: 'files.file.document_macros',
	svg_broken: 'files.file.svg_broken',
	svg_size: 'files.file.svg_size',
	svg_script: 'files.file.svg_script',
	svg_handler: 'files.file.svg_handler',
	svg_external: 'files.file.svg_external',
	captions_text: 'files.file.captions_text',
	captions_empty: 'files.file.captions_empty',
	captions_time: 'files.file.captions_time'
};

/** Why a file of a kind is not taken where some kinds may be, or at its size; null when it is. */
export function refuseFile(
	file: { kind: FileKind; size: number },
	kinds: readonly FileKind[]
): { code: ErrorCode; params: Record<string, string> } | null {
	if (!kinds.includes(file.kind)) return { code: `files.file.not_${file.kind}`, params: {} };
	const limit = FILE_LIMITS[file.kind];
	return file.size > limit
		? { code: 'files.file.too_large', params: { limit: fileSize(limit), size: fileSize(file.size) } }
		: null;
}

/** The largest that a file of one of some kinds may be. */
export const largestOf = (kinds: readonly FileKind[]): number =>
	Math.max(...fileKinds.filter((kind) => kinds.includes(kind)).map((kind) => FILE_LIMITS[kind]));

export type Range = { from: number; to: number } | 'whole' | 'impossible';

/**
 * What a Range header asks of so many bytes (RFC 9110, 14.2); `to` is the last byte. Several ranges are answered with
 * the whole, as is a header that cannot be read.
 */
export function readRange(header: string | null, size: number): Range {
	const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
	if (!match || (!match[1] && !match[2])) return 'whole';
	const [, first = '', last = ''] = match;
	if (!first) {
		const length = Math.min(Number(last), size);
		return length === 0 ? 'impossible' : { from: size - length, to: size - 1 };
	}
	const from = Number(first);
	if (from >= size || (last && Number(last) < from)) return 'impossible';
	return { from, to: Math.min(last ? Number(last) : from + RANGE_AT_MOST - 1, size - 1) };
}
