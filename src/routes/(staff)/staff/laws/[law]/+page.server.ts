import { recordLawChangeSchema } from '$lib/features/bank';
import { getLaw, recordLawChange } from '$lib/features/bank/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, params }) => getLaw(ctx, params['law'] ?? ''));

export const actions = {
	change: action(recordLawChangeSchema, recordLawChange, {
		from: ({ params }) => ({ lawId: params['law'] }),
		notice: 'staffBank.laws.recorded'
	})
};
