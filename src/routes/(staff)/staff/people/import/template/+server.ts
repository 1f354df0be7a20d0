import { authorizeAnywhere } from '$lib/access/can';
import { evidenceKindSchema } from '$lib/features/people';
import { evidenceSheet } from '$lib/features/people/index.server';
import { csvFile, endpoint } from '$lib/server/http';
import { templateOf } from '$lib/server/import';
import { notFound } from '$lib/shared/errors';

/** The file to fill in for a kind of evidence. */
export const GET = endpoint(async (ctx, { url }) => {
	authorizeAnywhere(ctx.actor, 'people.evidence.record');
	const asked = evidenceKindSchema.safeParse({ kind: url.searchParams.get('kind') });
	if (!asked.success) throw notFound();
	const { kind } = asked.data;
	return csvFile(await templateOf(evidenceSheet(kind), ctx.locale), `evidence-${kind}`);
});
