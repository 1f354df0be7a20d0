import { moduleCodeSchema, nextVersionSchema } from '$lib/features/training';
import {
	getModuleActs,
	getModulePreview,
	restoreModule,
	retireModule,
	startModuleDraft
} from '$lib/features/training/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => {
	const version = url.searchParams.get('version');
	const lesson = url.searchParams.get('lesson');
	const { code } = (event as PageServerLoadEvent).params;
	const preview = await getModulePreview(ctx, code, {
		...(version ? { version: Number(version) } : {}),
		...(lesson ? { lesson } : {})
	});
	return { ...preview, acts: await getModuleActs(ctx, code) };
});

const from = ({ params }: { params: Partial<Record<string, string>> }) => ({ module: params['code'] });
export const actions = {
	revise: action(nextVersionSchema, startModuleDraft, {
		...{ from, notice: 'staffAuthoring.started' },
		to: ({ draftId }) => `/staff/modules/drafts/${draftId}`
	}),
	retire: action(moduleCodeSchema, retireModule, { from, notice: 'staffAuthoring.retired' }),
	restore: action(moduleCodeSchema, restoreModule, { from, notice: 'staffAuthoring.restored' })
};
