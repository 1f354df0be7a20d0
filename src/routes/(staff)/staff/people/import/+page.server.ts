import { authorizeAnywhere } from '$lib/access/can';
import { evidenceKinds, evidenceKindSchema } from '$lib/features/people';
import { importEvidence, previewEvidence } from '$lib/features/people/index.server';
import { action, answer, page, uploadedText } from '$lib/server/http';
import { confirmSchema, uploadSchema } from '$lib/shared/import';

/** The kind that the address names. */
const kindOf = (url: URL) => {
	const kind = evidenceKinds.find((known) => known === url.searchParams.get('kind'));
	return kind ? { kind } : {};
};

export const load = page(({ ctx, url }) => {
	authorizeAnywhere(ctx.actor, 'people.evidence.record');
	return { kind: kindOf(url).kind ?? ('education' as const) };
});

export const actions = {
	preview: answer(uploadSchema.and(evidenceKindSchema), previewEvidence, {
		from: ({ url }) => kindOf(url),
		files: uploadedText
	}),
	confirm: action(confirmSchema.extend(evidenceKindSchema.shape), importEvidence, {
		from: ({ url }) => kindOf(url),
		to: ({ entered, left }, { kind }) => `/staff/people/import?kind=${kind}&entered=${entered}&left=${left}`
	})
};
