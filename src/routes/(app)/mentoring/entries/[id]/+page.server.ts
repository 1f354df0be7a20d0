import {
	countersignShadowingSchema,
	disputeShadowingSchema,
	replaceShadowingSchema,
	settleFlagSchema,
	settleShadowingSchema
} from '$lib/features/mentoring';
import {
	countersignShadowing,
	disputeShadowing,
	getShadowingEntry,
	replaceShadowing,
	settleFlag,
	settleShadowing
} from '$lib/features/mentoring/index.server';
import { action, page, sentFiles } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event }) =>
	getShadowingEntry(ctx, (event as PageServerLoadEvent).params.id)
);

const from = ({ params }: RequestEvent) => ({ entryId: params['id'] });
const to = ({ id }: { id: string }) => `/mentoring/entries/${id}`;

export const actions = {
	countersign: action(countersignShadowingSchema, countersignShadowing, {
		from,
		to,
		notice: 'mentoring.notice.countersigned'
	}),
	dispute: action(disputeShadowingSchema, disputeShadowing, {
		from,
		to,
		notice: 'mentoring.notice.disputed'
	}),
	replace: action(replaceShadowingSchema, replaceShadowing, {
		from,
		files: async (form) => ({ pictures: await sentFiles(form, 'pictures') }),
		to,
		notice: 'mentoring.notice.corrected'
	}),
	settle: action(settleShadowingSchema, settleShadowing, {
		from,
		to,
		notice: 'mentoring.notice.settled'
	}),
	flag: action(settleFlagSchema, settleFlag, {
		to: ({ entryId }) => `/mentoring/entries/${entryId}`,
		notice: 'mentoring.notice.flag'
	})
};
