/** Text with formulas: every odd part is one, from its first `$` to its last. */
const FORMULA =
	/(\$\$[^$]+\$\$|\$(?![\s$])[^$\n]*(?<![\s\\])\$(?!\d)|\\\([^]{1,1000}?\\\)|\\\[[^]{1,1000}?\\\])/;

/** A formula as Words write it: `\(…\)` becomes `$…$`, `\[…\]` becomes `$$…$$`. */
export const asDollars = (formula: string): string =>
	formula.replace(/^\\\(\s*([^]*?)\s*\\\)$/, '$$$1$').replace(/^\\\[([^]*)\\\]$/, '$$$$$1$$$$');

/** What Markdown would read as more than a character, anywhere in a line. */
const SPECIAL = /\\(?=[!-/:-@[-`{-~]|$)|[*_`[~]|<(?=[a-z/!?])|&(?=#?\w+;)/gi;
/** … and at the start of one: headings, lists, quotes, rules. */
const START = /^(\s*)([-+](?=\s|$)|#{1,6}(?=\s|$)|>|=+\s*$|-+\s*$)/;

/** Plain text as Markdown that shows exactly these characters; formulas stay as they are. Line by line. */
export function escapeMarkdown(text: string): string {
	return text
		.split(FORMULA)
		.map((part, i) => (i % 2 ? asDollars(part) : escapePlain(part)))
		.join('');
}

const escapePlain = (text: string) =>
	text
		.replace(SPECIAL, '\\$&')
		.replace(START, '$1\\$2')
		.replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');

/** Lines of plain text as Markdown: an empty line ends a paragraph, any other break stays one. */
export const plainToMarkdown = (text: string): string =>
	text
		.replace(/\r\n?/g, '\n')
		.split('\n')
		.map((line) => escapeMarkdown(line.trim()))
		.join('\n')
		.trim()
		.replace(/(?<=[^\n])\n(?=[^\n])/g, '  \n');

/**
 * The name under which words show a picture: what follows the last slash of its address, without Moodle's
 * `@@PLUGINFILE@@/`. Null for a picture that lies elsewhere on the net or inside the address itself.
 */
export function pictureName(address: string): string | null {
	if (/^(data|https?|file|blob):|^\/\//i.test(address)) return null;
	const last =
		address
			.replace(/[?#].*$/, '')
			.split(/[/\\]/)
			.at(-1) ?? '';
	try {
		return decodeURIComponent(last) || null;
	} catch {
		return last;
	}
}

/** A picture in Markdown. Of its name only what would end the address is written in code. */
export const pictureMark = (name: string, words: string): string =>
	`![${escapeMarkdown(words.replace(/\s+/g, ' ').trim()).replaceAll(']', '\\]')}](${name
		.replace(/[%\s()<>\\]/g, encodeURIComponent)
		.replaceAll('(', '%28')
		.replaceAll(')', '%29')})`;

const PICTURE = /(!\[(?:\\[^]|[^\]\\]){0,500}\]\()\s*(?:<([^<>\n]{1,300})>|([^\s()<>]{1,300}))(?=[\s)])/g;

/** Names of the pictures that Markdown shows, each once. */
export const picturesOf = (markdown: string): string[] =>
	markdown.includes('![')
		? [
				...new Set(
					[...markdown.matchAll(PICTURE)].flatMap(
						([, , quoted, bare]) => pictureName(quoted ?? bare ?? '') ?? []
					)
				)
			]
		: [];

/** Markdown with another address for each picture; null leaves the picture as it is. */
export const movePictures = (markdown: string, addressOf: (address: string) => string | null): string =>
	markdown.includes('![')
		? markdown.replace(PICTURE, (all, start: string, quoted?: string, bare?: string) => {
				const address = addressOf(quoted ?? bare ?? '');
				return address === null ? all : `${start}${pictureMark(address, '').slice(4, -1)}`;
			})
		: markdown;

/** Markdown of elsewhere as ours: pictures by their bare names, formulas between dollars. */
export const adoptMarkdown = (
	markdown: string,
	nameOf: (address: string) => string | null = pictureName
): string =>
	movePictures(markdown.replace(/\r\n?/g, '\n'), nameOf)
		.replace(/\\\\\(([^]{1,1000}?)\\\\\)/g, (_all, tex: string) => `$${tex.trim()}$`)
		.trim();
