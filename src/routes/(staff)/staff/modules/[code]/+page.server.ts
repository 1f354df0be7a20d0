import { getModulePreview } from '$lib/features/training/index.server';
import { page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event, url }) => {
	const version = url.searchParams.get('version');
	const lesson = url.searchParams.get('lesson');
	return getModulePreview(ctx, (event as PageServerLoadEvent).params.code, {
		...(version ? { version: Number(version) } : {}),
		...(lesson ? { lesson } : {})
	});
});
