import { startModuleSchema, stepAddress } from '$lib/features/training';
import { getModule, startModule, takeAgain } from '$lib/features/training/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event }) => getModule(ctx, (event as PageServerLoadEvent).params.module));

/** Both begin the module and lead to its first open lesson. */
const begin = (command: typeof startModule) =>
	action(startModuleSchema, command, {
		from: ({ params }) => ({ module: params['module'] }),
		to: ({ lesson }, { module }) =>
			stepAddress(module, lesson ? { kind: 'lesson', lesson } : { kind: 'check' })
	});

export const actions = { start: begin(startModule), again: begin(takeAgain) };
