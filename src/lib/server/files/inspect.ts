import type { FileKind } from '$lib/shared/file-kinds';
import { inspectCaptions } from './captions';
import { pictureSize } from './pictures';
import { inspectSvg, looksLikeSvg } from './svg';

/** Why bytes cannot be taken as a file. */
export type FileFault =
	| 'empty'
	| 'unknown'
	| 'video_type'
	| 'picture_broken'
	| 'picture_huge'
	| 'document_macros'
	| 'svg_broken'
	| 'svg_size'
	| 'svg_script'
	| 'svg_handler'
	| 'svg_external'
	| 'captions_text'
	| 'captions_empty'
	| 'captions_time';

export interface FileFacts {
	kind: FileKind;
	mime: string;
	/** Of a picture, in pixels. */
	width?: number;
	height?: number;
}

/** `about` names what stands in the way: an element, an attribute, the number of a line. */
export type Inspected = ({ ok: true } & FileFacts) | { ok: false; fault: FileFault; about?: string };

/** Longest side of a picture that a browser may be asked to draw, in pixels. */
const LONGEST_SIDE = 12_000;

const latin = (bytes: Uint8Array, from: number, to: number) =>
	Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(from, to).toString('latin1');

/** MP4 and its kin; QuickTime's own brand is not played by every browser. */
const MP4_BRANDS = /^(isom|iso[2-9]|mp4[12]|avc1|av01|M4V |M4VP|dash|MSNV|f4v |3gp[4-6])$/;

/** What the beginning of a file tells, as far as it tells enough without the rest: videos alone. */
export function inspectVideo(head: Uint8Array): Inspected | null {
	if (latin(head, 4, 8) === 'ftyp') {
		return MP4_BRANDS.test(latin(head, 8, 12))
			? { ok: true, kind: 'video', mime: 'video/mp4' }
			: { ok: false, fault: 'video_type', about: latin(head, 8, 12).trim() };
	}
	if (latin(head, 0, 4) === '\x1a\x45\xdf\xa3') {
		// The document's type, after its length in one, two or eight bytes (RFC 8794, 11.2.6).
		const type = /\x42\x82(?:[\x81-\xff]|\x40.|\x01.{7})([a-z]+)/s.exec(latin(head, 4, 128))?.[1];
		return type === 'webm'
			? { ok: true, kind: 'video', mime: 'video/webm' }
			: { ok: false, fault: 'video_type', about: type ?? 'EBML' };
	}
	const other = /^RIFF....AVI /s.test(latin(head, 0, 12)) ? 'AVI' : null;
	const older = other ?? (latin(head, 0, 3) === 'FLV' ? 'FLV' : null);
	const windows = older ?? (latin(head, 0, 4) === '\x30\x26\xb2\x75' ? 'WMV' : null);
	return windows ? { ok: false, fault: 'video_type', about: windows } : null;
}

/** What a whole file is, told by its bytes alone: a sender's name or type counts for nothing. */
export function inspectFile(bytes: Uint8Array): Inspected {
	if (!bytes.length) return { ok: false, fault: 'empty' };
	const video = inspectVideo(bytes);
	if (video) return video;
	const picture = pictureType(bytes);
	if (picture) {
		const size = pictureSize(bytes, picture);
		if (!size || !size.width || !size.height) return { ok: false, fault: 'picture_broken' };
		if (Math.max(size.width, size.height) > LONGEST_SIDE) return { ok: false, fault: 'picture_huge' };
		return { ok: true, kind: 'picture', mime: picture, ...size };
	}
	if (latin(bytes, 0, 5) === '%PDF-') return { ok: true, kind: 'document', mime: 'application/pdf' };
	if (latin(bytes, 0, 4) === 'PK\x03\x04') return inspectOffice(bytes);
	if (looksLikeSvg(bytes)) return inspectSvg(bytes);
	return inspectCaptions(bytes) ?? { ok: false, fault: 'unknown' };
}

function pictureType(bytes: Uint8Array): string | null {
	if (latin(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
	if (latin(bytes, 0, 3) === '\xff\xd8\xff') return 'image/jpeg';
	if (/^GIF8[79]a$/.test(latin(bytes, 0, 6))) return 'image/gif';
	return /^RIFF....WEBP$/s.test(latin(bytes, 0, 12)) ? 'image/webp' : null;
}

const OFFICE: Record<string, string> = {
	'word/document.xml': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	'xl/workbook.xml': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	'ppt/presentation.xml': 'application/vnd.openxmlformats-officedocument.presentationml.presentation'
};

/** An Office file is an archive whose list of contents names its main part. It is kept, never opened here. */
function inspectOffice(bytes: Uint8Array): Inspected {
	const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const mime = Object.entries(OFFICE).find(([part]) => archive.includes(part, 0, 'latin1'))?.[1];
	if (!mime || !archive.includes('[Content_Types].xml', 0, 'latin1')) return { ok: false, fault: 'unknown' };
	if (archive.includes('vbaProject.bin', 0, 'latin1')) return { ok: false, fault: 'document_macros' };
	return { ok: true, kind: 'document', mime };
}
