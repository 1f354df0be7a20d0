import {
	exemptionFilterSchema,
	grantExemptionSchema,
	revokeExemptionSchema
} from '$lib/features/assignments';
import { grantExemption, listExemptions, revokeExemption } from '$lib/features/assignments/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, url }) =>
	listExemptions(ctx, exemptionFilterSchema.parse(Object.fromEntries(url.searchParams)))
);

export const actions = {
	grant: action(grantExemptionSchema, grantExemption, { notice: 'staffAssignments.ex.granted' }),
	revoke: action(revokeExemptionSchema, revokeExemption, { notice: 'staffAssignments.ex.revoked' })
};
