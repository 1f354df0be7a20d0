import type { Context } from '$lib/server/context';
import { previewImport, runImport } from '$lib/server/import';
import type { ImportFile, Imported, Preview } from '$lib/shared/import';
import { getPeriod } from '../queries/periods.server';
import { resultImporter } from '../result-importer.server';

type ResultFile = ImportFile & { periodId: string };

/** What a file of results of a period would do, line by line. */
export async function previewResults(ctx: Context, { periodId, text }: ResultFile): Promise<Preview> {
	return previewImport(ctx, resultImporter(await getPeriod(ctx, periodId)), { text });
}

/**
 * Enters the lines of a file that can be entered. No transaction: each line is one `recordResult`, so that none costs
 * another. No authorisation: the importer asks, and so does each line. No audit: each line has its entry.
 */
export async function importResults(ctx: Context, { periodId, text }: ResultFile): Promise<Imported> {
	return runImport(ctx, resultImporter(await getPeriod(ctx, periodId)), { text });
}
