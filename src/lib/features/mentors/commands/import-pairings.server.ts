import type { Context } from '$lib/server/context';
import { previewImport, runImport } from '$lib/server/import';
import type { ImportFile, Imported, Preview } from '$lib/shared/import';
import { pairingImporter } from '../pairing-importer.server';

/** What a file of pairings would do, line by line. */
export const previewPairings = (ctx: Context, { text }: ImportFile): Promise<Preview> =>
	previewImport(ctx, pairingImporter(ctx), { text });

/**
 * Makes the pairings of a file that can be made. No transaction: each line is one `pairTwo`, so that none costs
 * another. No authorisation: the importer asks, and so does each line. No audit: each line has its entry.
 */
export const importPairings = (ctx: Context, { text }: ImportFile): Promise<Imported> =>
	runImport(ctx, pairingImporter(ctx), { text });
