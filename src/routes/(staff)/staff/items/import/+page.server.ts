import { bringImportSchema } from '$lib/features/bank';
import { bringImport, listImports } from '$lib/features/bank/index.server';
import { action, page, uploadedFile } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({ imports: await listImports(ctx) }));

export const actions = {
	default: action(bringImportSchema, bringImport, {
		files: uploadedFile,
		to: ({ id }) => `/staff/items/import/${id}`
	})
};
