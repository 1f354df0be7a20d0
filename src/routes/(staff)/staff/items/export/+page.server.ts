import { exportFormats, exportItemsSchema } from '$lib/features/bank';
import { previewExport } from '$lib/features/bank/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const { search, searchParams } = url;
	const asked = {
		format: searchParams.get('format') ?? exportFormats[0],
		language: searchParams.get('language') ?? ctx.locale
	};
	const read = exportItemsSchema.safeParse(asked);
	const how = read.success ? read.data : { format: exportFormats[0], language: ctx.locale };
	const kept = [...searchParams].filter(([name]) => name !== 'format' && name !== 'language');
	return { how, search, kept, preview: await previewExport(ctx, searchParams, how) };
});
