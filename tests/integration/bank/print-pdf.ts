import { inflateSync } from 'node:zlib';

/** What stands on the pages of a PDF of ours, page by page, in the order in which it was drawn. */
export function pagesOf(bytes: Buffer): string[] {
	const file = bytes.toString('latin1');
	const objects = new Map<number, { head: string; from: number }>();
	for (const match of file.matchAll(/(?:^|\n)(\d+) 0 obj\n/g))
		objects.set(Number(match[1]), { head: '', from: match.index + match[0].length });
	for (const own of objects.values()) own.head = file.slice(own.from, file.indexOf('endobj', own.from));

	const head = (id: number) => objects.get(id)?.head ?? '';
	const stream = (id: number): string => {
		const own = objects.get(id);
		if (!own) return '';
		const at = own.head.search(/stream\r?\n/);
		const from = own.from + at + (own.head.match(/stream\r?\n/)?.[0].length ?? 0);
		const length = Number(/\/Length (\d+)/.exec(own.head)?.[1] ?? 0);
		const data = bytes.subarray(from, from + length);
		return (own.head.includes('FlateDecode') ? inflateSync(data) : data).toString('latin1');
	};
	const reference = (text: string, name: string) =>
		Number(new RegExp(`/${name} \\[?(\\d+) 0 R`).exec(text)?.[1]);

	const tables = new Map<number, Map<string, string>>();
	const tableOf = (font: number) => {
		let table = tables.get(font);
		if (!table) tables.set(font, (table = charactersOf(stream(reference(head(font), 'ToUnicode')))));
		return table;
	};
	const kids = /\/Type \/Pages[^]*?\/Kids \[([^\]]*)\]|\/Kids \[([^\]]*)\][^]*?\/Type \/Pages/.exec(file);
	const pages = [...(kids?.[1] ?? kids?.[2] ?? '').matchAll(/(\d+) 0 R/g)].map((match) => Number(match[1]));
	return pages.map((page) => {
		const own = head(page);
		const resources = head(reference(own, 'Resources')) || own;
		const fonts = new Map(
			[...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name, Number(id)])
		);
		let table = new Map<string, string>();
		let text = '';
		for (const match of stream(reference(own, 'Contents')).matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9a-f]+)>/g)) {
			if (match[1]) table = tableOf(fonts.get(match[1]) ?? 0);
			else text += (match[2]?.match(/.{4}/g) ?? []).map((code) => table.get(code) ?? '?').join('');
		}
		return text;
	});
}

/** A ToUnicode table: the characters of a glyph by its number. */
function charactersOf(table: string): Map<string, string> {
	const found = new Map<string, string>();
	const decode = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le');
	for (const [, start = '0', , list = ''] of table.matchAll(
		/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/gi
	)) {
		let code = Number.parseInt(start, 16);
		for (const [, hex = ''] of list.matchAll(/<([0-9a-f ]*)>/gi))
			found.set((code++).toString(16).padStart(4, '0'), decode(hex));
	}
	return found;
}
