/** A length or number as EBML writes it: eight bytes of length (RFC 8794, 4). */
function element(id: string, ...content: (Buffer | number)[]): Buffer {
	const body = Buffer.concat(content.map((one) => (typeof one === 'number' ? number(one) : one)));
	const size = Buffer.alloc(8);
	size.writeBigUInt64BE(BigInt(body.length) | (1n << 56n));
	return Buffer.concat([Buffer.from(id, 'hex'), size, body]);
}

function number(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}

function real(value: number): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeDoubleBE(value);
	return bytes;
}

/** A still picture as a WebM video of some seconds: the frame of a WebP is one of VP8, shown ten times a second. */
export function webmOf(webp: Buffer, seconds: number): Buffer {
	const at = webp.indexOf('VP8 ');
	if (at < 0) throw new Error('not a lossy WebP');
	const frame = webp.subarray(at + 8, at + 8 + webp.readUInt32LE(at + 4));
	const [width, height] = [frame.readUInt16LE(6) & 0x3fff, frame.readUInt16LE(8) & 0x3fff];
	const blocks = Array.from({ length: seconds * 10 }, (_none, index) => {
		const head = Buffer.from([0x81, 0, 0, 0x80]);
		head.writeInt16BE(index * 100, 1);
		return element('a3', head, frame);
	});
	return Buffer.concat([
		element(
			'1a45dfa3',
			...[element('4286', 1), element('42f7', 1), element('42f2', 4), element('42f3', 8)],
			...[element('4282', Buffer.from('webm')), element('4287', 2), element('4285', 2)]
		),
		element(
			'18538067',
			element(
				'1549a966',
				element('2ad7b1', 1_000_000),
				element('4489', real(seconds * 1000)),
				...[element('4d80', Buffer.from('jinjie')), element('5741', Buffer.from('jinjie'))]
			),
			element(
				'1654ae6b',
				element(
					'ae',
					...[element('d7', 1), element('73c5', 1), element('83', 1), element('86', Buffer.from('V_VP8'))],
					element('e0', element('b0', width), element('ba', height))
				)
			),
			element('1f43b675', element('e7', 0), ...blocks)
		)
	]);
}
