import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { P12Signer } from '@libpdf/core';
import { env } from '../env';
import { log } from '../log';

/** The organisation's key, with whose signature readers of PDF recognise what it issued. */
export interface PdfKey {
	signer: P12Signer;
	/** Whom its certificate names, a line for each part (`CN=…`). */
	subject: string;
	validFrom: Date;
	validTo: Date;
}

/** Where the key lies: a PKCS#12 file, and what it is sealed under. */
export interface PdfKeySettings {
	file: string;
	passphrase: string;
}

/** Why nothing is signed: no key is set, or the one that is cannot be opened. */
export type PdfKeyLacking = 'unset' | 'unusable';

/** Reads a key anew. Throws when it is not there, sealed under another passphrase, or not a key that can sign. */
export async function readPdfKey({ file, passphrase }: PdfKeySettings): Promise<PdfKey> {
	// Loaded only where there is a key: nobody else needs it.
	const { P12Signer } = await import('@libpdf/core');
	const signer = await P12Signer.create(new Uint8Array(await readFile(file)), passphrase);
	const certificate = new X509Certificate(signer.certificate);
	return {
		...{ signer, subject: certificate.subject },
		validFrom: new Date(certificate.validFrom),
		validTo: new Date(certificate.validTo)
	};
}

const opened = new Map<string, Promise<PdfKey | PdfKeyLacking>>();

/** The organisation's key, opened once in a process. One that cannot be opened is said in the log, and signs nothing. */
export function openPdfKey(
	{ file, passphrase }: PdfKeySettings = env.pdfKey
): Promise<PdfKey | PdfKeyLacking> {
	if (!file) return Promise.resolve('unset');
	const name = `${file} ${passphrase}`;
	let key = opened.get(name);
	if (!key) {
		key = readPdfKey({ file, passphrase }).catch((error: unknown): PdfKeyLacking => {
			log.error({ err: error }, 'PDFs are not signed: the key of JINJIE_PDF_P12 cannot be opened.');
			return 'unusable';
		});
		opened.set(name, key);
	}
	return key;
}

export const isValidOn = ({ validFrom, validTo }: PdfKey, now: Date): boolean =>
	validFrom <= now && now <= validTo;

/**
 * A PDF with the key's signature over all of it (PAdES B-B). `at` is the time that the signature claims. An RSA key gives the
 * same bytes for the same input; one on an elliptic curve signs differently each time.
 */
export async function signPdf(bytes: Uint8Array, { signer }: PdfKey, at: Date): Promise<Buffer> {
	const { PDF } = await import('@libpdf/core');
	const pdf = await PDF.load(new Uint8Array(bytes));
	const signed = await pdf.sign({ signer, signingTime: at, fieldName: 'Signature' });
	return Buffer.from(signed.bytes);
}
