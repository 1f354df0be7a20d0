/** Reads bytes `from` up to, without, `to`. */
export type ReadBytes = (from: number, to: number) => Promise<Uint8Array>;

/** How long a video is, in seconds, as its own header says; null when that says nothing. MP4 and WebM. */
export async function videoSeconds(read: ReadBytes, size: number): Promise<number | null> {
	const head = view(await read(0, Math.min(size, 4096)));
	if (head.byteLength < 16) return null;
	if (head.getUint32(0) === 0x1a45dfa3) return webmSeconds(head);
	return await mp4Seconds(read, size);
}

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Boxes beside each other that are looked at before a file counts as none that can be read. */
const MOST_BOXES = 200;

/** Walks over the outer boxes to `moov`, wherever it stands, and reads `mvhd` in it (ISO 14496-12, 8.2.2). */
async function mp4Seconds(read: ReadBytes, size: number): Promise<number | null> {
	for (let at = 0, boxes = 0; at + 8 <= size && boxes < MOST_BOXES; boxes++) {
		const head = view(await read(at, Math.min(size, at + 16)));
		let length = head.getUint32(0);
		const type = head.getUint32(4);
		const isLong = length === 1 && head.byteLength >= 16;
		if (isLong) length = Number(head.getBigUint64(8));
		if (length === 0) length = size - at;
		if (length < 8) return null;
		if (type === 0x6d6f6f76) {
			const from = at + (isLong ? 16 : 8);
			return moovSeconds(view(await read(from, Math.min(size, at + length, from + 256 * 1024))));
		}
		at += length;
	}
	return null;
}

/** `mvhd` says the length; a fragmented file says it in `mehd` (8.8.2), or nowhere. */
function moovSeconds(moov: DataView): number | null {
	let scale = 0;
	let units = 0;
	const walk = (from: number, to: number) => {
		for (let at = from; at + 8 <= to;) {
			const length = moov.getUint32(at);
			const type = moov.getUint32(at + 4);
			if (length < 8) return;
			const isWide = at + 12 <= to && moov.getUint8(at + 8) === 1;
			const end = Math.min(to, at + length);
			const number = (short: number, long: number) => {
				const offset = at + (isWide ? long : short);
				if (offset + (isWide ? 8 : 4) > end) return 0;
				return isWide ? Number(moov.getBigUint64(offset)) : moov.getUint32(offset);
			};
			if (type === 0x6d766864) {
				const offset = at + (isWide ? 28 : 20);
				if (offset + 4 <= end) scale = moov.getUint32(offset);
				units ||= number(24, 32);
			} else if (type === 0x6d766578) walk(at + 8, end);
			else if (type === 0x6d656864) units ||= number(12, 12);
			at += length;
		}
	};
	walk(0, moov.byteLength);
	return scale && units ? units / scale : null;
}

/** `Duration` (0x4489) of the segment's information, in units of `TimestampScale` (0x2AD7B1), which are nanoseconds. */
function webmSeconds(head: DataView): number | null {
	let scale = 1_000_000;
	for (let at = 0; at + 11 <= head.byteLength; at++) {
		if (head.getUint16(at) === 0x2ad7 && head.getUint8(at + 2) === 0xb1 && head.getUint8(at + 3) === 0x83)
			scale = (head.getUint8(at + 4) << 16) | head.getUint16(at + 5);
		if (head.getUint16(at) !== 0x4489) continue;
		const size = head.getUint8(at + 2);
		if (size === 0x88) return (head.getFloat64(at + 3) * scale) / 1e9 || null;
		if (size === 0x84) return (head.getFloat32(at + 3) * scale) / 1e9 || null;
	}
	return null;
}
