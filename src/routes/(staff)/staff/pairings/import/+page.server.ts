import { authorizeAnywhere } from '$lib/access/can';
import { importPairings, previewPairings } from '$lib/features/mentors/index.server';
import { action, answer, page, uploadedText } from '$lib/server/http';
import { confirmSchema, uploadSchema } from '$lib/shared/import';

export const load = page(({ ctx }) => {
	authorizeAnywhere(ctx.actor, 'mentoring.pairing.create');
	return {};
});

export const actions = {
	preview: answer(uploadSchema, previewPairings, { files: uploadedText }),
	confirm: action(confirmSchema, importPairings, {
		to: ({ entered, left }) => `/staff/pairings/import?entered=${entered}&left=${left}`
	})
};
