import { inflateSync } from 'node:zlib';
import type { Pdf } from './document';

/** A picture that is in the document already. */
export interface Picture {
	width: number;
	height: number;
	image: PDFKit.Mixins.ImageSrc;
}

export interface PictureBook {
	/** By its name, or its address in Markdown. */
	find(address: string): Picture | undefined;
	draw(picture: Picture, x: number, y: number, width: number, height: number): void;
}

const MOST_PIXELS = 40_000_000;

/** What the library makes of a picture: `imgData` is null once it has been written. */
interface Opened {
	width: number;
	height: number;
	imgData?: unknown;
	alphaChannel?: unknown;
	embed(doc: Pdf): void;
	orientation?: number;
	/** Of a PNG alone: writes it, once it has been taken apart if it is transparent. */
	finalize?(): void;
	splitAlphaChannel?(): void;
	loadIndexedAlphaChannel?(): void;
}

/** Colours and opacity of transparent pictures: one that stands in many documents is taken apart for the first alone. */
const apart = new WeakMap<Uint8Array, { imgData: unknown; alphaChannel: unknown }>();

function takeApartOnce(image: Opened, bytes: Uint8Array): void {
	const { finalize } = image;
	if (!finalize) return;
	const known = apart.get(bytes);
	if (known) {
		const take = () => finalize.call(Object.assign(image, known));
		image.splitAlphaChannel = image.loadIndexedAlphaChannel = take;
		return;
	}
	image.finalize = () => {
		const { imgData, alphaChannel } = image;
		if (alphaChannel) apart.set(bytes, { imgData, alphaChannel });
		finalize.call(image);
	};
}

/**
 * Puts pictures (PNG or JPEG, by their names) into the document, one after the other: transparent ones are taken apart in other threads, and the
 * file would differ with the order in which these end. A damaged one is left out.
 */
export async function openPictures(
	doc: Pdf,
	pictures: ReadonlyMap<string, Uint8Array>
): Promise<PictureBook> {
	const book = new Map<string, Picture>();
	for (const [name, bytes] of pictures) {
		try {
			if (bytes[0] === 0x89 && !apart.has(bytes) && !isWholePng(bytes)) continue;
			const image = (doc as unknown as { openImage(bytes: Uint8Array): Opened }).openImage(
				Buffer.from(bytes)
			);
			if (!(image.width > 0 && image.height > 0 && image.width * image.height <= MOST_PIXELS)) continue;
			takeApartOnce(image, bytes);
			image.embed(doc);
			while (image.imgData) await new Promise((resolve) => setImmediate(resolve));
			const turned = (image.orientation ?? 1) > 4;
			book.set(name, {
				width: turned ? image.height : image.width,
				height: turned ? image.width : image.height,
				image: image as unknown as PDFKit.Mixins.ImageSrc
			});
		} catch {
			continue;
		}
	}
	return {
		find: (address) => book.get(address) ?? book.get(decoded(address)),
		draw: ({ image }, x, y, width, height) => void doc.image(image, x, y, { width, height })
	};
}

function decoded(address: string): string {
	try {
		return decodeURIComponent(address);
	} catch {
		return address;
	}
}

/**
 * Whether a PNG's pixels can be read to their end. The library reads those of transparent pictures in the background
 * and throws there, where nobody can catch it.
 */
function isWholePng(bytes: Uint8Array): boolean {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const [width, height, bits, color] = [
		view.getUint32(16),
		view.getUint32(20),
		bytes[24] ?? 0,
		bytes[25] ?? 0
	];
	if (width * height > MOST_PIXELS) return false;
	const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[color];
	if (!channels || ![1, 2, 4, 8, 16].includes(bits)) return false;
	const parts: Uint8Array[] = [];
	let hasPalette = false;
	for (let at = 8; at + 12 <= bytes.length;) {
		const length = view.getUint32(at);
		const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
		if (at + 12 + length > bytes.length) return false;
		if (kind === 'IDAT') parts.push(bytes.subarray(at + 8, at + 8 + length));
		if (kind === 'PLTE') hasPalette = true;
		if (kind === 'IEND') break;
		at += 12 + length;
	}
	if (color === 3 && !hasPalette) return false;
	const line = Math.ceil((width * channels * bits) / 8) + 1;
	const most = line * height * 2 + 1024;
	const pixels = inflateSync(Buffer.concat(parts), { maxOutputLength: most });
	return bytes[28] === 1 || pixels.length >= line * height;
}
