import type { Context } from '$lib/server/context';
import { previewImport, runImport } from '$lib/server/import';
import type { ImportFile, Imported, Preview } from '$lib/shared/import';
import { quotaImporter } from '../quotas/importer.server';

type QuotaFile = ImportFile & { ladder: string };

/** What a file of places of a ladder would do, line by line. */
export async function previewQuotas(ctx: Context, { ladder, text }: QuotaFile): Promise<Preview> {
	return previewImport(ctx, await quotaImporter(ctx, ladder), { text });
}

/**
 * Enters the lines of a file that can be entered. No transaction: each line is one `setQuota`, so that none costs
 * another. No authorisation: the importer asks, and so does each line. No audit: each line has its entry.
 */
export async function importQuotas(ctx: Context, { ladder, text }: QuotaFile): Promise<Imported> {
	return runImport(ctx, await quotaImporter(ctx, ladder), { text });
}
