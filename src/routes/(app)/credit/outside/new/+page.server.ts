import { authorizeAnywhere } from '$lib/access/can';
import { claimOutsideSchema } from '$lib/features/credit';
import { claimOutside } from '$lib/features/credit/index.server';
import { action, page, sentFiles } from '$lib/server/http';
import { dateIn } from '$lib/shared/dates';

export const load = page(({ ctx }) => {
	authorizeAnywhere(ctx.actor, 'credit.outside.claim');
	return { today: dateIn(ctx.now) };
});

export const actions = {
	default: action(claimOutsideSchema, claimOutside, {
		files: async (form) => ({ file: await sentFiles(form) }),
		to: ({ id }) => `/credit/outside/${id}`,
		notice: 'credit.notice.claimed'
	})
};
