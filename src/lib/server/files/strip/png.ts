import { readOrientation, writeOrientation, type Orientation } from './orientation';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** What a still picture needs (PNG 3, table 7): its size, colours, transparency and data. */
const NEEDED = new Set([
	'IHDR',
	'PLTE',
	'IDAT',
	'IEND',
	'tRNS',
	'cHRM',
	'gAMA',
	'iCCP',
	'sBIT',
	'sRGB',
	'cICP'
]);

/**
 * A PNG with the chunks that its picture needs and nothing else: no texts, times, XMP or EXIF but for the
 * orientation, and nothing behind its end. Null when it is cut off, damaged or not one.
 */
export function stripPng(bytes: Uint8Array): Uint8Array | null {
	const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (!file.subarray(0, 8).equals(SIGNATURE)) return null;
	const kept: Buffer[] = [SIGNATURE];
	let orientation: Orientation = 1;
	let afterHead = 0;
	let data = false;
	for (let at = 8; ;) {
		if (at + 12 > file.length) return null;
		const length = file.readUInt32BE(at);
		const end = at + 12 + length;
		if (end > file.length) return null;
		const type = file.toString('latin1', at + 4, at + 8);
		if (crc32(file.subarray(at + 4, end - 4)) !== file.readUInt32BE(end - 4)) return null;
		if ((type === 'IHDR') !== (at === 8)) return null;
		if (type === 'IDAT') data = true;
		if (NEEDED.has(type)) kept.push(file.subarray(at, end));
		else if (type === 'eXIf') orientation = readOrientation(file.subarray(at + 8, end - 4));
		if (type === 'IHDR') afterHead = kept.length;
		if (type === 'IEND') break;
		at = end;
	}
	if (!data) return null;
	if (orientation !== 1) kept.splice(afterHead, 0, pngChunk('eXIf', writeOrientation(orientation)));
	return Buffer.concat(kept);
}

/** A chunk with its checksum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
	const chunk = Buffer.alloc(12 + data.length);
	chunk.writeUInt32BE(data.length);
	chunk.write(type, 4, 'latin1');
	chunk.set(data, 8);
	chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
	return chunk;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
	let value = index;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
	return value;
});

/** The checksum of a chunk's type and data (PNG 3, annex D). Node has it only from version 22 on. */
function crc32(bytes: Uint8Array): number {
	let value = 0xffffffff;
	for (const byte of bytes) value = (TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
	return (value ^ 0xffffffff) >>> 0;
}
