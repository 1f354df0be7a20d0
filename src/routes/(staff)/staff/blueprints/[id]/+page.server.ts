import {
	blueprintDraftSchema,
	requestAssemblySchema,
	saveBlueprintSchema,
	startBlueprintVersionSchema
} from '$lib/features/bank';
import {
	discardBlueprint,
	getBlueprint,
	publishBlueprintDraft,
	requestAssembly,
	saveBlueprint,
	startBlueprintVersion
} from '$lib/features/bank/index.server';
import { action, page } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	blueprint: await getBlueprint(ctx, (event as PageServerLoadEvent).params.id)
}));

const from = ({ params }: RequestEvent) => ({ blueprintId: params['id'] });
const open = ({ id }: { id: string }) => `/staff/blueprints/${id}`;

export const actions = {
	save: action(saveBlueprintSchema, saveBlueprint, { from, notice: 'staffBank.blueprints.saved' }),
	publish: action(blueprintDraftSchema, publishBlueprintDraft, {
		from,
		notice: 'staffBank.blueprints.published'
	}),
	discard: action(blueprintDraftSchema, discardBlueprint, {
		from,
		to: () => '/staff/blueprints',
		notice: 'staffBank.blueprints.discarded'
	}),
	next: action(startBlueprintVersionSchema, startBlueprintVersion, {
		from,
		to: open,
		notice: 'staffBank.blueprints.started'
	}),
	assemble: action(requestAssemblySchema, requestAssembly, {
		from,
		to: ({ id }) => `/staff/papers/assemblies/${id}`,
		notice: 'staffBank.assemble.requested'
	})
};
