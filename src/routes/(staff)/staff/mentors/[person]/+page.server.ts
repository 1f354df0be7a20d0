import { endPauseSchema, pauseMentorSchema, saveProfileSchema } from '$lib/features/mentors';
import { endPause, getMentor, pauseMentor, saveProfile } from '$lib/features/mentors/index.server';
import { action, page } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event }) => getMentor(ctx, (event as PageServerLoadEvent).params.person));

const from = ({ params }: RequestEvent) => ({ personId: params['person'] });

export const actions = {
	profile: action(saveProfileSchema, saveProfile, { from, notice: 'mentors.notice.saved' }),
	pause: action(pauseMentorSchema, pauseMentor, { from, notice: 'mentors.notice.paused' }),
	resume: action(endPauseSchema, endPause, { notice: 'mentors.notice.resumed' })
};
