import { crc32, deflateRawSync } from 'node:zlib';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Names are UTF-8. */
const UTF8 = 0x0800;
/** 1 January 1980: the same files give the same archive. */
const DATE = 0x21;

const numbers = (...parts: (readonly [bytes: 2 | 4, value: number])[]): Buffer => {
	const buffer = Buffer.alloc(parts.reduce((sum, [bytes]) => sum + bytes, 0));
	let at = 0;
	for (const [bytes, value] of parts) {
		buffer.writeUIntLE(value, at, bytes);
		at += bytes;
	}
	return buffer;
};

/** An archive of some files by their paths (APPNOTE 6.3.4), packed where that makes them smaller. Below 4 GB. */
export function zipOf(files: ReadonlyMap<string, string | Uint8Array>): Uint8Array<ArrayBuffer> {
	const pieces: Buffer[] = [];
	const directory: Buffer[] = [];
	let at = 0;
	for (const [path, content] of files) {
		const name = Buffer.from(path);
		const bytes = Buffer.from(content as Uint8Array);
		const packed = deflateRawSync(bytes);
		const isPacked = packed.length < bytes.length;
		const stored = isPacked ? packed : bytes;
		const facts = numbers(
			...([
				[2, 20],
				[2, UTF8],
				[2, isPacked ? 8 : 0],
				[2, 0],
				[2, DATE]
			] as const),
			...([
				[4, crc32(bytes)],
				[4, stored.length],
				[4, bytes.length],
				[2, name.length],
				[2, 0]
			] as const)
		);
		const head = [numbers([4, LOCAL]), facts, name, stored];
		pieces.push(...head);
		directory.push(
			numbers([4, CENTRAL], [2, 20]),
			facts,
			numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, at]),
			name
		);
		at += head.reduce((sum, piece) => sum + piece.length, 0);
	}
	const size = directory.reduce((sum, piece) => sum + piece.length, 0);
	const end = numbers([4, END], [2, 0], [2, 0], [2, files.size], [2, files.size], [4, size], [4, at], [2, 0]);
	return new Uint8Array(Buffer.concat([...pieces, ...directory, end]));
}
