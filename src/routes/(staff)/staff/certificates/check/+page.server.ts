import { authorizeManyChecks, checkMany } from '$lib/features/certificates/index.server';
import { answer, page, uploadedText } from '$lib/server/http';
import { uploadSchema } from '$lib/shared/import';

export const load = page(({ ctx }) => {
	authorizeManyChecks(ctx);
	return {};
});

export const actions = { check: answer(uploadSchema, checkMany, { files: uploadedText }) };
