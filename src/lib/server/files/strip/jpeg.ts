import { readOrientation, writeOrientation, type Orientation } from './orientation';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const EXIF = 'Exif\0\0';

/** What a decoder needs (ITU T.81, table B.1): frames, tables, restart interval, number of lines, expansion. */
const NEEDED = new Set([
	...[0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf],
	...[0xdb, 0xdc, 0xdd, 0xde, 0xdf]
]);

/**
 * A JPEG with the segments that its picture needs and nothing else: no EXIF but for the orientation, no XMP, IPTC,
 * thumbnails, comments, and nothing behind its end. Null when it is cut off or not one.
 */
export function stripJpeg(bytes: Uint8Array): Uint8Array | null {
	if (bytes[0] !== 0xff || bytes[1] !== SOI) return null;
	const kept: Uint8Array[] = [];
	let orientation: Orientation = 1;
	let framed = false;
	let scanned = false;
	for (let at = 2; ;) {
		if (bytes[at] !== 0xff) return null;
		while (bytes[at + 1] === 0xff) at++;
		const marker = bytes[at + 1];
		if (marker === undefined) return null;
		if (marker === EOI) break;
		const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
		const end = at + 2 + length;
		if (length < 2 || end > bytes.length) return null;
		const segment = bytes.subarray(at, end);
		if (marker === SOS) {
			if (!framed) return null;
			const next = endOfScan(bytes, end);
			if (next === null) return null;
			kept.push(segment, bytes.subarray(end, next));
			scanned = true;
			at = next;
			continue;
		}
		if (NEEDED.has(marker)) {
			if (isFrame(marker)) framed = true;
			kept.push(segment);
		} else if (isColour(marker, segment)) kept.push(segment);
		else if (marker === 0xe1 && text(segment, 4, 10) === EXIF && orientation === 1) {
			orientation = readOrientation(segment.subarray(10));
		}
		at = end;
	}
	if (!scanned) return null;
	const head = [Uint8Array.of(0xff, SOI), ...(orientation === 1 ? [] : [exifSegment(orientation)])];
	return Buffer.concat([...head, ...kept, Uint8Array.of(0xff, EOI)]);
}

const text = (bytes: Uint8Array, from: number, to: number) =>
	Buffer.from(bytes.subarray(from, to)).toString('latin1');

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** How colours are meant: the profile (ICC.1, annex B.4) and Adobe's transform. */
const isColour = (marker: number, segment: Uint8Array) =>
	(marker === 0xe2 && text(segment, 4, 16) === 'ICC_PROFILE\0') ||
	(marker === 0xee && text(segment, 4, 9) === 'Adobe' && segment.length <= 18);

/** Where a scan's data ends: at the first marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number | null {
	for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at)) {
		const next = bytes[at + 1] ?? 0;
		if (next === 0xff) at += 1;
		else if (next === 0 || (next >= 0xd0 && next <= 0xd7)) at += 2;
		else return at;
	}
	return null;
}

function exifSegment(orientation: Orientation): Uint8Array {
	const content = Buffer.concat([Buffer.from(EXIF, 'latin1'), writeOrientation(orientation)]);
	const head = Buffer.from([0xff, 0xe1, 0, 0]);
	head.writeUInt16BE(content.length + 2, 2);
	return Buffer.concat([head, content]);
}
