import { readOrientation, writeOrientation, type Orientation } from './orientation';

/** What a still or moving picture needs (RFC 9649, section 2.7). */
const NEEDED = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP', 'ANIM', 'ANMF']);
const IN_FRAME = new Set(['VP8 ', 'VP8L', 'ALPH']);
const FLAG_EXIF = 0x08;
const FLAG_XMP = 0x04;
/** Place, size, time and flags of a frame, before its own chunks. */
const FRAME_HEAD = 16;

interface Chunk {
	type: string;
	data: Buffer;
}

/**
 * A WebP with the chunks that its picture needs and nothing else: no XMP, no EXIF but for the orientation, no unknown
 * chunks, and nothing behind its end. Null when it is cut off or not one.
 */
export function stripWebp(bytes: Uint8Array): Uint8Array | null {
	const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (file.length < 20 || file.toString('latin1', 0, 4) !== 'RIFF') return null;
	if (file.toString('latin1', 8, 12) !== 'WEBP') return null;
	const end = 8 + file.readUInt32LE(4);
	const chunks = end > file.length ? null : readChunks(file.subarray(12, end));
	if (!chunks?.some(({ type }) => ['VP8 ', 'VP8L', 'ANMF'].includes(type))) return null;
	const kept: Chunk[] = [];
	let orientation: Orientation = 1;
	for (const { type, data } of chunks) {
		if (type === 'EXIF') orientation = readOrientation(withoutPrefix(data));
		if (!NEEDED.has(type)) continue;
		const frame = type === 'ANMF' ? stripFrame(data) : data;
		if (!frame) return null;
		kept.push({ type, data: type === 'VP8X' ? Buffer.from(frame) : frame });
	}
	const extended = kept.find(({ type }) => type === 'VP8X');
	const turned = orientation !== 1 && extended !== undefined;
	if (extended?.data.length) {
		const flags = (extended.data[0] ?? 0) & ~FLAG_EXIF & ~FLAG_XMP;
		extended.data[0] = turned ? flags | FLAG_EXIF : flags;
	}
	if (turned) kept.push({ type: 'EXIF', data: Buffer.from(writeOrientation(orientation)) });
	const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...kept.map(writeChunk)]);
	const head = Buffer.from('RIFF\0\0\0\0', 'latin1');
	head.writeUInt32LE(body.length, 4);
	return Buffer.concat([head, body]);
}

/** The chunks of a file or a frame; null when one is cut off. */
function readChunks(bytes: Buffer): Chunk[] | null {
	const chunks: Chunk[] = [];
	for (let at = 0; at < bytes.length;) {
		if (at + 8 > bytes.length) return null;
		const length = bytes.readUInt32LE(at + 4);
		const end = at + 8 + length;
		if (end > bytes.length) return null;
		chunks.push({ type: bytes.toString('latin1', at, at + 4), data: bytes.subarray(at + 8, end) });
		at = end + (length % 2);
	}
	return chunks;
}

function writeChunk({ type, data }: Chunk): Buffer {
	const chunk = Buffer.alloc(8 + data.length + (data.length % 2));
	chunk.write(type, 0, 'latin1');
	chunk.writeUInt32LE(data.length, 4);
	chunk.set(data, 8);
	return chunk;
}

function stripFrame(data: Buffer): Buffer | null {
	const chunks = data.length > FRAME_HEAD ? readChunks(data.subarray(FRAME_HEAD)) : null;
	if (!chunks) return null;
	const kept = chunks.filter(({ type }) => IN_FRAME.has(type));
	return Buffer.concat([data.subarray(0, FRAME_HEAD), ...kept.map(writeChunk)]);
}

/** Some writers begin the block as JPEG does. */
const withoutPrefix = (data: Buffer) =>
	data.toString('latin1', 0, 6) === 'Exif\0\0' ? data.subarray(6) : data;
