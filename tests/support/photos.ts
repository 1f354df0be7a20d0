import { pngChunk } from '$lib/server/files/strip/png';
import { png } from './files';

/** Eight by four pixels, the left half red and the right one green, as a browser writes them. */
const JPEG = Buffer.from(
	'/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7' +
		'gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8' +
		'fHx8fHx8fHz/wAARCAAEAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAVEAEBAAAAAAAAAAAAAAAAAAAAAf/E' +
		'ABUBAQEAAAAAAAAAAAAAAAAAAAME/8QAHBEAAgAHAAAAAAAAAAAAAAAAAAECBAUzNIGx/9oADAMBAAIRAxEAPwCVAFL20Q1TLj1x' +
		'H//Z',
	'base64'
);
const WEBP = Buffer.from(
	'UklGRkQAAABXRUJQVlA4IDgAAAAwAgCdASoIAAQAAsBMJagCdHIAq//cAAawAAD+2qQy/zfJV0e96II/X8PTnr/+O0Ph6c9fuSAA' +
		'AA==',
	'base64'
);

/** Where the photographs of the tests say that they were taken, in every place that can say it. */
export const PLACE = 'N31-14-22-E121-28-11';

/** EXIF with an orientation, a place (GPS directory) and a camera. */
export function exif(orientation = 6): Buffer {
	const block = Buffer.alloc(120);
	block.write('II*\0', 0, 'latin1');
	block.writeUInt32LE(8, 4);
	block.writeUInt16LE(3, 8);
	const field = (at: number, tag: number, type: number, count: number, value: number) => {
		block.writeUInt16LE(tag, at);
		block.writeUInt16LE(type, at + 2);
		block.writeUInt32LE(count, at + 4);
		block.writeUInt32LE(value, at + 8);
	};
	field(10, 0x0110, 2, PLACE.length, 90);
	field(22, 0x0112, 3, 1, orientation);
	field(34, 0x8825, 4, 1, 50);
	block.writeUInt16LE(1, 50);
	field(52, 0x001b, 2, PLACE.length, 90);
	block.write(PLACE, 90, 'latin1');
	return block;
}

const xmp = Buffer.from(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>${PLACE}</place></x:xmpmeta>`);
const segment = (marker: number, ...parts: (Buffer | string)[]) => {
	const data = Buffer.concat(
		parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part))
	);
	const head = Buffer.from([0xff, marker, 0, 0]);
	head.writeUInt16BE(data.length + 2, 2);
	return Buffer.concat([head, data]);
};

/** A JPEG as it is, and one that says where it was taken in EXIF, XMP, IPTC, a comment and behind its end. */
export const plainJpeg = () => Buffer.from(JPEG);
export const placedJpeg = (orientation = 6) =>
	Buffer.concat([
		JPEG.subarray(0, 2),
		segment(0xe1, 'Exif\0\0', exif(orientation)),
		segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', xmp),
		segment(0xed, 'Photoshop 3.0\x008BIM\x04\x04\0\0', PLACE),
		segment(0xfe, PLACE),
		JPEG.subarray(2),
		Buffer.from(`\0\0\0\x18ftypmp42${PLACE}`, 'latin1')
	]);

/** A PNG that says where it was taken in texts, EXIF and behind its end. */
export function placedPng(orientation = 6): Buffer {
	const whole = checked(png(8, 4));
	return Buffer.concat([
		whole.subarray(0, 33),
		pngChunk('eXIf', exif(orientation)),
		pngChunk('tEXt', Buffer.from(`Comment\0${PLACE}`)),
		pngChunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\0\0\0\0'), xmp])),
		pngChunk('tIME', Buffer.from([7, 234, 1, 5, 9, 0, 0])),
		whole.subarray(33),
		Buffer.from(PLACE)
	]);
}

/** The small PNG of the other tests, with its checksums. */
export function checked(bytes: Buffer): Buffer {
	const parts = [bytes.subarray(0, 8)];
	for (let at = 8; at < bytes.length;) {
		const length = bytes.readUInt32BE(at);
		parts.push(pngChunk(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, at + 8 + length)));
		at += 12 + length;
	}
	return Buffer.concat(parts);
}

const chunk = (type: string, data: Buffer) => {
	const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
	head.writeUInt32LE(data.length, 4);
	return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
};

export const plainWebp = () => Buffer.from(WEBP);
/** A WebP of the extended kind that says where it was taken in EXIF and XMP. */
export function placedWebp(orientation = 6): Buffer {
	const extended = Buffer.from([0x0c, 0, 0, 0, 7, 0, 0, 3, 0, 0]);
	const body = Buffer.concat([
		Buffer.from('WEBP', 'latin1'),
		chunk('VP8X', extended),
		WEBP.subarray(12),
		chunk('EXIF', exif(orientation)),
		chunk('XMP ', xmp),
		chunk('note', Buffer.from(PLACE))
	]);
	return Buffer.concat([chunk('RIFF', body).subarray(0, 8), body]);
}
