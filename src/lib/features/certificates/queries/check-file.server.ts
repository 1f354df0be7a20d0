import { eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { invalid } from '$lib/shared/errors';
import { checkFile, LONGEST_FILE } from '../credentials/check-file';
import { issuerDocument } from '../credentials/keyring.server';
import { sha256Of } from '../credentials/known-files.server';
import { readList } from '../credentials/lists.server';
import type { FileAnswer, KnownFile } from '../file-answer';
import { certificateRevocations, certificates, credentialFiles } from '../tables.server';
import { verificationOf } from '../verification';
import { viewOf } from '../view';
import { viewColumns } from './columns.server';
import { limit, LOOK_UPS } from './verify.server';

const UPLOADS = { hits: 30, seconds: 10 * 60 };

/** Whether the site handed out the file with this SHA-256, and what it says today. `address` is the visitor's, for the limit. */
export async function findFile(ctx: Context, sha256: string, address: string): Promise<KnownFile> {
	if (!/^[0-9a-f]{64}$/i.test(sha256)) throw invalid('certificates.file.hash');
	await limit(ctx, `verify:look-up:${address}`, LOOK_UPS);
	return knownFile(ctx, sha256.toLowerCase());
}

async function knownFile(ctx: Context, sha256: string): Promise<KnownFile> {
	const [row] = await ctx.db
		.select(viewColumns)
		.from(credentialFiles)
		.innerJoin(certificates, eq(certificates.id, credentialFiles.certificateId))
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(eq(credentialFiles.sha256, sha256));
	if (!row) return { issued: false, verification: null };
	return { issued: true, verification: verificationOf(viewOf(row, dateIn(ctx.now)), ctx.now) };
}

/** The same of a file that was sent whole, by a browser without scripts; a credential's proof is checked too. */
export async function checkUpload(
	ctx: Context,
	{ file: { bytes } }: { file: { bytes: Uint8Array } },
	address: string
): Promise<FileAnswer> {
	await limit(ctx, `verify:file:${address}`, UPLOADS);
	const known = await knownFile(ctx, sha256Of(bytes));
	const isPdf = Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';
	if (isPdf) return { ...known, report: null };
	const text = bytes.length <= 4 * LONGEST_FILE ? new TextDecoder().decode(bytes) : '';
	const sources = {
		document: () => issuerDocument(ctx),
		list: async (at: string) => {
			const list = await readList(ctx, Number(/\/status-lists\/(\d+)$/.exec(at)?.[1]));
			return list === null ? null : (JSON.parse(list) as unknown);
		}
	};
	return { ...known, report: await checkFile(text, sources, ctx.now) };
}
