import type { Context } from '$lib/server/context';
import { previewImport, runImport } from '$lib/server/import';
import type { ImportFile, Imported, Preview } from '$lib/shared/import';
import type { EvidenceKind } from '../evidence';
import { evidenceImporter } from '../evidence-importer.server';

type EvidenceFile = ImportFile & { kind: EvidenceKind };

/** What a file of evidence of one kind would do, line by line. */
export const previewEvidence = (ctx: Context, { kind, text }: EvidenceFile): Promise<Preview> =>
	previewImport(ctx, evidenceImporter(kind), { text });

/**
 * Enters the lines of a file that can be entered. No transaction: each line is one `recordEvidence`, so that none
 * costs another. No authorisation: the importer asks, and so does each line. No audit: each line has its entry.
 */
export const importEvidence = (ctx: Context, { kind, text }: EvidenceFile): Promise<Imported> =>
	runImport(ctx, evidenceImporter(kind), { text });
