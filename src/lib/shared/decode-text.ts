/** No text holds these; what is read in an encoding that is not its own does. */
const NO_TEXT = /[\u0000-\u0008\u000e-\u001f]/;

/** So many bytes say whether characters have two each. */
const SAMPLE = 4096;

/**
 * The text of a file: UTF-8 with or without a byte order mark, UTF-16 with one or with the zero bytes of its ASCII
 * characters, otherwise GB18030, as Chinese Windows saves. Null when it is none of them, e.g. a workbook.
 */
export function decodeText(bytes: Uint8Array): string | null {
	for (const encoding of encodingsOf(bytes)) {
		try {
			const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
			return NO_TEXT.test(text) ? null : text;
		} catch {
			// The next encoding.
		}
	}
	return null;
}

function encodingsOf(bytes: Uint8Array): string[] {
	const [first, second] = bytes;
	if (first === 0xff && second === 0xfe) return ['utf-16le'];
	if (first === 0xfe && second === 0xff) return ['utf-16be'];
	// Zeros stand at even places (the high bytes come first) or at odd ones; in no text at both.
	const zeros = [false, false];
	bytes.subarray(0, SAMPLE).forEach((byte, i) => (zeros[i % 2] ||= byte === 0));
	if (zeros[0] !== zeros[1]) return [zeros[0] ? 'utf-16be' : 'utf-16le'];
	return ['utf-8', 'gb18030'];
}
