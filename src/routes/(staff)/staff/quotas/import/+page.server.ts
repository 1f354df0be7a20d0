import { z } from 'zod';
import { authorizeAnywhere } from '$lib/access/can';
import { getQuotas, importQuotas, previewQuotas } from '$lib/features/tiers/index.server';
import { action, answer, page, uploadedText } from '$lib/server/http';
import { confirmSchema, uploadSchema } from '$lib/shared/import';

const ofLadder = z.object({ ladder: z.string().max(60) });
const from = ({ url }: { url: URL }) => ({ ladder: url.searchParams.get('ladder') ?? 'bank' });

export const load = page(async ({ ctx, url }) => {
	authorizeAnywhere(ctx.actor, 'tiers.quota.manage');
	const { ladder, ladders } = await getQuotas(ctx, url.searchParams.get('ladder'));
	return { ladder: ladders.find(({ id }) => id === ladder) ?? null };
});

export const actions = {
	preview: answer(uploadSchema.and(ofLadder), previewQuotas, { from, files: uploadedText }),
	confirm: action(confirmSchema.extend(ofLadder.shape), importQuotas, {
		from,
		to: ({ entered, left }, { ladder }) =>
			`/staff/quotas/import?ladder=${ladder}&entered=${entered}&left=${left}`
	})
};
