import { newItemForm } from '$lib/features/bank/index.server';
import { listModules } from '$lib/features/training/index.server';
import { page } from '$lib/server/http';
import { actAction, saveAction } from '../save.server';

export const load = page(async ({ ctx, url }) => ({
	form: newItemForm(ctx, url.searchParams.get('type'), url.searchParams.get('case')),
	modules: (await listModules(ctx)).map(({ code, title }) => ({ code, title }))
}));

export const actions = { save: saveAction(() => ({})), act: actAction };
