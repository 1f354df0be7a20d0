export interface PictureSize {
	width: number;
	height: number;
}

/** Width and height that a picture's own head names, in pixels; null when it is cut off or makes no sense. */
export function pictureSize(bytes: Uint8Array, mime: string): PictureSize | null {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		if (mime === 'image/png') return { width: view.getUint32(16), height: view.getUint32(20) };
		if (mime === 'image/gif') return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
		return mime === 'image/webp' ? webpSize(view) : jpegSize(view);
	} catch {
		// Reading beyond the end.
		return null;
	}
}

/** The frame header is one of the markers SOF0 to SOF15, of which four mean something else (ITU T.81, table B.1). */
function jpegSize(view: DataView): PictureSize | null {
	for (let at = 2; view.getUint8(at) === 0xff;) {
		const marker = view.getUint8(at + 1);
		if (marker === 0xff) {
			at++;
			continue;
		}
		if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
			return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
		at += 2 + view.getUint16(at + 2);
	}
	return null;
}

/** The three kinds of WebP (RFC 9649, section 2). */
function webpSize(view: DataView): PictureSize | null {
	const three = (at: number) =>
		view.getUint8(at) | (view.getUint8(at + 1) << 8) | (view.getUint8(at + 2) << 16);
	const kind = String.fromCharCode(...[12, 13, 14, 15].map((at) => view.getUint8(at)));
	if (kind === 'VP8X') return { width: three(24) + 1, height: three(27) + 1 };
	if (kind === 'VP8 ') {
		return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
	}
	if (kind !== 'VP8L') return null;
	const bits = view.getUint32(21, true);
	return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}
