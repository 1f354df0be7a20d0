import { decodeText } from '$lib/shared/decode-text';
import { parseXml, Unread, type Element } from './xml';

/** The files of a package, found by the addresses that its documents write. */
export interface PackageFiles {
	/** The path that an address in a document means; null when it leads outside or nothing is there. */
	resolve(address: string, from: string): string | null;
	/** @throws Unread when it cannot be read */
	read(path: string): Element;
	/** A name for a picture, unlike that of any other; null for what is none. */
	picture(path: string): string | null;
	pictures: Map<string, Uint8Array>;
}

const PICTURE = /\.(png|jpe?g|gif|svg|webp|bmp)$/i;

export function openFiles(files: ReadonlyMap<string, Uint8Array>): PackageFiles {
	const pictures = new Map<string, Uint8Array>();
	const named = new Map<string, string>();
	return {
		pictures,
		resolve(address, from) {
			const path = join(from.split('/').slice(0, -1).join('/'), address);
			return path !== null && files.has(path) ? path : null;
		},
		read(path) {
			const bytes = files.get(path);
			const text = bytes && decodeXml(bytes);
			if (text === null || text === undefined) throw new Unread('unsupported', 1, 'encoding');
			return parseXml(text);
		},
		picture(path) {
			if (!PICTURE.test(path)) return null;
			const known = named.get(path);
			if (known) return known;
			const [, stem = '', extension = ''] = /^([^]*)(\.\w+)$/.exec(path.split('/').at(-1)!) ?? [];
			let name = stem + extension;
			for (let i = 2; pictures.has(name); i++) name = `${stem}-${i}${extension}`;
			named.set(path, name);
			pictures.set(name, files.get(path)!);
			return name;
		}
	};
}

/** A path from a folder, as archives write it. Null when it climbs out or leads to another place of the net. */
export function join(folder: string, address: string): string | null {
	if (/^([a-z][a-z\d+.-]*:|\/)/i.test(address)) return null;
	let plain = address.replace(/[?#].*$/, '').replaceAll('\\', '/');
	try {
		plain = decodeURIComponent(plain);
	} catch {
		// A name with a percent sign of its own.
	}
	const steps: string[] = [];
	for (const step of [...folder.split('/'), ...plain.split('/')]) {
		if (step === '..' && steps.pop() === undefined) return null;
		if (step && step !== '.' && step !== '..') steps.push(step);
	}
	return steps.join('/');
}

/** Text of an XML file: by the encoding that its declaration names, else as other files are read. */
function decodeXml(bytes: Uint8Array): string | null {
	const start = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
	const label = /^<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(start)?.[1];
	if (label && !/^utf-?(8|16)/i.test(label)) {
		try {
			return new TextDecoder(label, { fatal: true }).decode(bytes);
		} catch {
			return null;
		}
	}
	return decodeText(bytes);
}
