import type { Locale } from '$lib/i18n/locales';
import type { Words } from '../../question';
import { movePictures, pictureName, picturesOf } from '../markdown';
import { escapeXml } from '../qti/xml';
import { inLanguage } from '../written';
import { toBase64 } from './texts';

/** Characters that XML 1.0 has no place for (2.2), whatever is done to them. */
const NO_XML =
	/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A `<text>`, in CDATA where that is easier to read. */
export function textXml(text: string): string {
	const clean = text.replace(NO_XML, '');
	if (!/[<&]/.test(clean)) return `<text>${escapeXml(clean)}</text>`;
	return `<text><![CDATA[${clean.replaceAll(']]>', ']]]]><![CDATA[>')}]]></text>`;
}

/** Words of one question as elements, with the pictures that they show. */
export class TextWriter {
	/** A picture that words show was not there. */
	isLacking = false;

	constructor(
		readonly locale: Locale,
		private readonly pictures: ReadonlyMap<string, Uint8Array>
	) {}

	/** An element with Markdown inside and its pictures behind it; `more` are further children. */
	element(name: string, words: Words | undefined, attributes = '', more = ''): string {
		const own = inLanguage(words, this.locale);
		const markdown = movePictures(own, (address) => {
			const picture = pictureName(address);
			return picture && `@@PLUGINFILE@@/${picture}`;
		});
		const files = picturesOf(own).map((picture) => this.file(picture));
		return `<${name}${attributes} format="markdown">${textXml(markdown)}${files.join('')}${more}</${name}>`;
	}

	private file(name: string): string {
		const bytes = this.pictures.get(name);
		if (!bytes) this.isLacking = true;
		return bytes
			? `<file name="${escapeXml(name)}" path="/" encoding="base64">${toBase64(bytes)}</file>`
			: '';
	}
}
