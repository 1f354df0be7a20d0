import { fromBufferPromise } from 'yauzl';

/** What an archive from outside may be at most; beyond it nothing of it is taken. */
export const ZIP_LIMITS = {
	files: 5000,
	/** Bytes of one file and of all, when unpacked. */
	file: 20 * 2 ** 20,
	all: 200 * 2 ** 20,
	/** Times as large as packed: honest text packs to a tenth, a bomb to a thousandth. */
	ratio: 200
};

/** Why an archive was not taken. `name`: an entry's path leads out of the archive, or cannot be a path. */
export type ZipFault = 'broken' | 'encrypted' | 'name' | 'many' | 'large';

export type Unpacked = { ok: true; files: Map<string, Uint8Array> } | { ok: false; fault: ZipFault };

/** How the reader says that a path leads out, before there is an entry to look at. */
const BAD_NAME = /relative path|absolute path|characters in fileName/;

class Refused extends Error {
	constructor(readonly fault: ZipFault) {
		super(fault);
	}
}

/**
 * Unpacks an archive into memory, by its paths with `/`; folders are left out. What an entry says of its size is not
 * believed: what comes out of it is counted while it comes.
 */
export async function unzip(bytes: Uint8Array, limits = ZIP_LIMITS): Promise<Unpacked> {
	const files = new Map<string, Uint8Array>();
	try {
		const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
		let left = limits.all;
		for await (const entry of zip.eachEntry()) {
			if (entry.fileName.endsWith('/')) continue;
			if (files.size >= limits.files) throw new Refused('many');
			if (entry.isEncrypted()) throw new Refused('encrypted');
			const most = Math.min(limits.file, left, limits.ratio * Math.max(1024, entry.compressedSize));
			if (entry.uncompressedSize > most) throw new Refused('large');
			const file = await readAll(await zip.openReadStreamPromise(entry), most);
			left -= file.length;
			files.set(entry.fileName, file);
		}
		return { ok: true, files };
	} catch (error) {
		if (error instanceof Refused) return { ok: false, fault: error.fault };
		return { ok: false, fault: error instanceof Error && BAD_NAME.test(error.message) ? 'name' : 'broken' };
	}
}

async function readAll(stream: AsyncIterable<Buffer>, most: number): Promise<Uint8Array> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of stream) {
		size += chunk.length;
		if (size > most) throw new Refused('large');
		chunks.push(chunk);
	}
	return new Uint8Array(Buffer.concat(chunks));
}
