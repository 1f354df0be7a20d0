import type { Draft, TextFormat } from '../draft';
import { pictureName } from '../markdown';
import { childOf, elements, textOf, type Element } from '../qti/xml';

const FORMATS: Record<string, TextFormat> = {
	html: 'html',
	markdown: 'markdown',
	plain_text: 'plain',
	moodle_auto_format: 'moodle'
};

/** Pictures of a file. Moodle keeps those of each text apart: a second one of the same name gets another. */
export class Pictures {
	readonly all = new Map<string, Uint8Array>();

	/** The name under which the words of the bank show a picture. */
	add(wanted: string, bytes: Uint8Array): string {
		const dot = wanted.lastIndexOf('.');
		const [base, ending] = dot > 0 ? [wanted.slice(0, dot), wanted.slice(dot)] : [wanted, ''];
		for (let n = 1; ; n++) {
			const name = n === 1 ? wanted : `${base}-${n}${ending}`;
			const found = this.all.get(name);
			if (found && !isSame(found, bytes)) continue;
			this.all.set(name, bytes);
			return name;
		}
	}
}

const isSame = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i]);

function fromBase64(text: string): Uint8Array | null {
	try {
		return Uint8Array.from(atob(text.replace(/\s+/g, '')), (char) => char.charCodeAt(0));
	} catch {
		return null;
	}
}

export const toBase64 = (bytes: Uint8Array): string => {
	let text = '';
	bytes.forEach((byte) => (text += String.fromCharCode(byte)));
	return btoa(text);
};

/** Pictures that stand in the address itself, as people paste them into Moodle's editor. */
const PASTED = /data:image\/(png|jpeg|jpg|gif|webp);base64,([A-Za-z0-9+/=\s]*)/g;

/** The text of an element, as it is written. */
export const plainOf = (node: Element | undefined): string => {
	const text = childOf(node, 'text');
	return (text ? textOf(text) : node ? textOf(node) : '').trim();
};

/** The words of an element as our Markdown, with the pictures that came with them. */
export function wordsOf(
	node: Element | undefined,
	draft: Draft,
	pictures: Pictures,
	inherited = 'html'
): string {
	if (!node) return '';
	const format = FORMATS[node.attributes.get('format') ?? inherited] ?? 'plain';
	const files = new Map(
		elements(node, 'file').map((file) => [pictureName(file.attributes.get('name') ?? ''), textOf(file)])
	);
	let pasted = 0;
	const source = plainOf(node).replace(PASTED, (_all, kind: string, data: string) => {
		const name = `pasted-${++pasted}.${kind === 'jpeg' ? 'jpg' : kind}`;
		files.set(name, data);
		return `@@PLUGINFILE@@/${name}`;
	});
	return draft.text(source, format, (address) => {
		const name = pictureName(address);
		const file = files.get(name);
		if (name === null || file === undefined) return name;
		const bytes = fromBase64(file);
		if (!bytes) draft.remark('noPicture', name);
		return bytes ? pictures.add(name, bytes) : name;
	});
}
