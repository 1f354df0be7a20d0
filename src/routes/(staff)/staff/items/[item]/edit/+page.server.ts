import { getItemForm } from '$lib/features/bank/index.server';
import { listModules } from '$lib/features/training/index.server';
import { page } from '$lib/server/http';
import { actAction, saveAction } from '../../save.server';

export const load = page(async ({ ctx, params }) => ({
	form: await getItemForm(ctx, params['item'] ?? ''),
	modules: (await listModules(ctx)).map(({ code, title }) => ({ code, title }))
}));

export const actions = { save: saveAction(({ params }) => ({ itemId: params['item'] })), act: actAction };
