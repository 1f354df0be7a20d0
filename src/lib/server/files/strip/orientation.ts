/** How a picture is turned (EXIF 2.32, tag 0x0112): 1 as it lies, 2 to 8 mirrored or turned. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const TAG = 0x0112;
/** A field of one 16-bit number. */
const SHORT = 3;

/** The orientation that a TIFF block (the content of EXIF) names in its first directory; 1 when it names none. */
export function readOrientation(tiff: Uint8Array): Orientation {
	const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
	try {
		const order = view.getUint16(0);
		if (order !== 0x4949 && order !== 0x4d4d) return 1;
		const little = order === 0x4949;
		if (view.getUint16(2, little) !== 42) return 1;
		const directory = view.getUint32(4, little);
		const fields = view.getUint16(directory, little);
		for (let i = 0; i < fields; i++) {
			const at = directory + 2 + i * 12;
			if (view.getUint16(at, little) !== TAG) continue;
			const value = view.getUint16(at + 8, little);
			return view.getUint16(at + 2, little) === SHORT && value >= 1 && value <= 8
				? (value as Orientation)
				: 1;
		}
		return 1;
	} catch {
		// Reading beyond the end.
		return 1;
	}
}

/** A TIFF block that says nothing but how the picture is turned. */
export function writeOrientation(orientation: Orientation): Uint8Array {
	const block = Buffer.alloc(26);
	block.write('MM\0*', 0, 'latin1');
	block.writeUInt32BE(8, 4);
	block.writeUInt16BE(1, 8);
	block.writeUInt16BE(TAG, 10);
	block.writeUInt16BE(SHORT, 12);
	block.writeUInt32BE(1, 14);
	block.writeUInt16BE(orientation, 18);
	return block;
}
