import { createHash, verify, X509Certificate } from 'node:crypto';

/** An element of DER: its tag, its contents, and the elements within where it is made of some. */
interface Der {
	tag: number;
	whole: Buffer;
	inside: Buffer;
	parts: () => Der[];
}

function readDer(bytes: Buffer): Der[] {
	const all: Der[] = [];
	for (let at = 0; at + 2 <= bytes.length;) {
		const tag = bytes[at]!;
		let length = bytes[at + 1]!;
		let start = at + 2;
		if (length & 0x80) {
			const digits = length & 0x7f;
			length = bytes.readUIntBE(start, digits);
			start += digits;
		}
		const inside = bytes.subarray(start, start + length);
		all.push({ tag, whole: bytes.subarray(at, start + length), inside, parts: () => readDer(inside) });
		at = start + length;
	}
	return all;
}

const MESSAGE_DIGEST = '2a864886f70d010904';
const SIGNING_CERTIFICATE_V2 = '2a864886f70d010910022f';

export interface PdfSignature {
	/** The signature is the certificate's, and the file is what was signed, to its last byte. */
	valid: boolean;
	certificate: X509Certificate;
	/** Names its certificate, as PAdES asks. */
	namesCertificate: boolean;
	/** As in the file, e.g. `20260301000000Z`. */
	time: string;
	filter: string;
}

/**
 * The only signature of a PDF, read and checked with Node's own cryptography (ISO 32000-2, 12.8; RFC 5652, 5). Null where
 * there is none.
 */
export function checkSignature(pdf: Buffer): PdfSignature | null {
	const text = pdf.toString('latin1');
	const range = /\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/.exec(text);
	if (!range) return null;
	const [from, length, then, rest] = range.slice(1).map(Number) as [number, number, number, number];
	const signed = Buffer.concat([pdf.subarray(from, from + length), pdf.subarray(then, then + rest)]);
	const cms = Buffer.from(text.slice(from + length + 1, then - 1), 'hex');
	// ContentInfo, its SignedData, and of this the certificates and the one who signed.
	const content = readDer(cms)[0]!.parts()[1]!.parts()[0]!.parts();
	const certificate = new X509Certificate(content.find(({ tag }) => tag === 0xa0)!.parts()[0]!.whole);
	const signer = content.at(-1)!.parts()[0]!.parts();
	const attributes = signer.find(({ tag }) => tag === 0xa0)!;
	const signature = signer.findLast(({ tag }) => tag === 0x04)!.inside;
	const attribute = (type: string) =>
		attributes.parts().find((one) => one.parts()[0]!.inside.toString('hex') === type);
	const digest = attribute(MESSAGE_DIGEST)?.parts()[1]!.parts()[0]!.inside;
	// They are signed as the set that they are (RFC 5652, 5.4).
	const asSet = Buffer.concat([Buffer.from([0x31]), attributes.whole.subarray(1)]);
	const whole = from === 0 && then + rest === pdf.length;
	return {
		valid:
			whole &&
			createHash('sha256')
				.update(signed)
				.digest()
				.equals(digest ?? Buffer.alloc(0)) &&
			verify('sha256', asSet, certificate.publicKey, signature),
		certificate,
		namesCertificate: attribute(SIGNING_CERTIFICATE_V2) !== undefined,
		time: /\/M\s*\(D:([^)]*)\)/.exec(text)?.[1] ?? '',
		filter: /\/SubFilter\s*\/([\w.]+)/.exec(text)?.[1] ?? ''
	};
}
