import { startModuleSchema, stepAddress } from '$lib/features/training';
import { getModule, startModule } from '$lib/features/training/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event }) => getModule(ctx, (event as PageServerLoadEvent).params.module));

export const actions = {
	default: action(startModuleSchema, startModule, {
		from: ({ params }) => ({ module: params['module'] }),
		to: ({ lesson }, { module }) =>
			stepAddress(module, lesson ? { kind: 'lesson', lesson } : { kind: 'check' })
	})
};
