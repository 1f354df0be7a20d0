import { setQuotaSchema } from '$lib/features/tiers';
import { getQuotas, setQuota } from '$lib/features/tiers/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, url }) => getQuotas(ctx, url.searchParams.get('ladder')));

export const actions = {
	default: action(setQuotaSchema, setQuota, {
		to: (_result, { ladder }) => `/staff/quotas?ladder=${ladder}`,
		notice: 'quotas.done'
	})
};
