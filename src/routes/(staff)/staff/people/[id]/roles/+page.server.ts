import { grantRoleSchema, revokeRoleSchema } from '$lib/features/people';
import { getPerson, grantRole, listGrants, listUnits, revokeRole } from '$lib/features/people/index.server';
import { action, page } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';

export const load = page(async ({ ctx, event }) => {
	const id = event.params['id'] ?? '';
	return {
		person: await getPerson(ctx, id),
		...(await listGrants(ctx, id)),
		units: await listUnits(ctx),
		today: dateIn(ctx.now)
	};
});

export const actions = {
	grant: action(grantRoleSchema, grantRole, {
		from: (event) => ({ personId: event.params['id'] }),
		notice: 'staffPeople.roles.granted'
	}),
	revoke: action(revokeRoleSchema, revokeRole, { notice: 'staffPeople.roles.revoked' })
};
