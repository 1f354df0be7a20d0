import { deflateSync } from 'node:zlib';

/** Bytes of small files of each kind, for tests. */
export const png = (width = 4, height = 3): Buffer => {
	const chunk = (type: string, data: Buffer) => {
		const head = Buffer.alloc(4);
		head.writeUInt32BE(data.length);
		return Buffer.concat([head, Buffer.from(type), data, Buffer.alloc(4)]);
	};
	const size = Buffer.alloc(13);
	size.writeUInt32BE(width, 0);
	size.writeUInt32BE(height, 4);
	size.set([8, 2], 8);
	const rows = deflateSync(Buffer.alloc(height * (1 + width * 3)));
	const signature = Buffer.from('89504e470d0a1a0a', 'hex');
	return Buffer.concat([signature, chunk('IHDR', size), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
};
export const svg = (inside = '<rect width="4" height="3"/>', attributes = 'viewBox="0 0 40 30"') =>
	Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inside}</svg>`);
export const vtt = (times = '00:00.000 --> 00:02.000') => Buffer.from(`WEBVTT\n\n${times}\nHello\n`);
export const pdf = () => Buffer.from('%PDF-1.4\n%%EOF\n');
export const mp4 = (size = 64, brand = 'isom') => {
	const bytes = Buffer.alloc(size);
	bytes.write(`\0\0\0\x18ftyp${brand}`, 0, 'latin1');
	return bytes;
};
export const webm = (type = 'webm') =>
	Buffer.concat([
		Buffer.from('1a45dfa39f4282', 'hex'),
		Buffer.from([0x80 | type.length]),
		Buffer.from(type),
		Buffer.alloc(40)
	]);

/** A stream of so many bytes that begins with some; tells how many were asked for. */
export function streamOf(
	start: Buffer,
	size: number
): { stream: ReadableStream<Uint8Array>; taken: () => number } {
	let sent = 0;
	const stream = new ReadableStream<Uint8Array>({
		pull(controller) {
			if (sent >= size) return controller.close();
			const piece = Buffer.alloc(Math.min(1024 * 1024, size - sent));
			if (!sent) start.copy(piece);
			sent += piece.length;
			controller.enqueue(piece);
		}
	});
	return { stream, taken: () => sent };
}
