/**
 * The text of a file that a spreadsheet wrote: UTF-8 with or without a byte order mark, UTF-16 with one, otherwise
 * GB18030, as Chinese Windows saves CSV. Null when it is none of them, e.g. a workbook.
 */
export function decodeText(bytes: Uint8Array): string | null {
	for (const encoding of encodingsOf(bytes)) {
		try {
			const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
			// No text holds these; a workbook that is read as GB18030 does.
			return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : text;
		} catch {
			// The next encoding.
		}
	}
	return null;
}

function encodingsOf([first, second]: Uint8Array): string[] {
	if (first === 0xff && second === 0xfe) return ['utf-16le'];
	if (first === 0xfe && second === 0xff) return ['utf-16be'];
	return ['utf-8', 'gb18030'];
}
