import { giveEndorsementSchema, withdrawEndorsementSchema } from '$lib/features/tiers';
import { getEndorsements, giveEndorsement, withdrawEndorsement } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, event }) => getEndorsements(ctx, event.params['person'] ?? ''));

export const actions = {
	give: action(giveEndorsementSchema, giveEndorsement, {
		from: ({ params }) => ({ personId: params['person'] }),
		notice: 'endorsements.done'
	}),
	withdraw: action(withdrawEndorsementSchema, withdrawEndorsement, { notice: 'endorsements.withdrawn_done' })
};
