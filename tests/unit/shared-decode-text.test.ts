import { describe, expect, it } from 'vitest';
import { decodeText } from '$lib/shared/decode-text';

const TEXT = '::反洗钱:: 客户身份资料保存几年？ {#5}\n';

function utf16(text: string, bigEndian: boolean, mark: boolean): Uint8Array {
	const codes = [...(mark ? '\uFEFF' : ''), ...text].flatMap((char) => char.charCodeAt(0));
	return new Uint8Array(
		codes.flatMap((code) => (bigEndian ? [code >> 8, code & 255] : [code & 255, code >> 8]))
	);
}

describe('the text of a file of questions', () => {
	it.each([
		['UTF-8', new TextEncoder().encode(TEXT)],
		['UTF-8 with a mark', new TextEncoder().encode(`\uFEFF${TEXT}`)],
		['UTF-16 LE with a mark', utf16(TEXT, false, true)],
		['UTF-16 BE with a mark', utf16(TEXT, true, true)],
		['UTF-16 LE', utf16(TEXT, false, false)],
		['UTF-16 BE', utf16(TEXT, true, false)]
	])('is understood in %s', (_name, bytes) => expect(decodeText(bytes)).toBe(TEXT));

	it('is read as GB18030 where it is no UTF-8', () => {
		expect(decodeText(new Uint8Array([0xbc, 0xd7, 0x3a, 0xd2, 0xd2]))).toBe('甲:乙');
	});

	it.each([
		['a zipped file', [0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x00, 0x00]],
		['half of a UTF-16 pair', [0xff, 0xfe, 0x00, 0xd8]],
		['broken bytes', [0xff, 0xff, 0xff]]
	])('is none in %s', (_name, bytes) => expect(decodeText(new Uint8Array(bytes))).toBeNull());
});
