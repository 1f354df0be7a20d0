import { createHash } from 'node:crypto';
import type { Context } from '$lib/server/context';
import { credentialFiles } from '../tables.server';
import { didOf } from './did';

/** The SHA-256 of a file, in hexadecimal, by which it is known again. */
export const sha256Of = (content: string | Uint8Array): string =>
	createHash('sha256').update(content).digest('hex');

/** Remembers a PDF that leaves the site, so that it is known again even when a later version draws it otherwise. */
export async function rememberPdf(
	ctx: Context,
	{ certificateId, origin, bytes }: { certificateId: string; origin: string; bytes: Uint8Array }
): Promise<void> {
	await ctx.db
		.insert(credentialFiles)
		.values({
			...{ sha256: sha256Of(bytes), certificateId, kind: 'pdf', issuer: didOf(origin), madeAt: ctx.now }
		})
		.onConflictDoNothing();
}
