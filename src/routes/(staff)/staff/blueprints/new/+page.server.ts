import { authorizeAnywhere } from '$lib/access/can';
import { createBlueprintSchema } from '$lib/features/bank';
import { createBlueprint } from '$lib/features/bank/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx }) => {
	authorizeAnywhere(ctx.actor, 'bank.blueprint.write');
	return {};
});

export const actions = {
	default: action(createBlueprintSchema, createBlueprint, {
		to: ({ id }) => `/staff/blueprints/${id}`,
		notice: 'staffBank.blueprints.created'
	})
};
