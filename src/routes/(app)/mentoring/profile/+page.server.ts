import { endPauseSchema, pauseMentorSchema, saveProfileSchema } from '$lib/features/mentors';
import { endPause, findOwnProfile, pauseMentor, saveProfile } from '$lib/features/mentors/index.server';
import { action, page } from '$lib/server/http';
import type { RequestEvent } from '@sveltejs/kit';

export const load = page(async ({ ctx }) => ({ profile: await findOwnProfile(ctx) }));

const from = ({ locals }: RequestEvent) => ({ personId: locals.user?.id });

export const actions = {
	profile: action(saveProfileSchema, saveProfile, { from, notice: 'mentors.notice.saved' }),
	leave: action(pauseMentorSchema, pauseMentor, {
		from: (event) => ({ ...from(event), kind: 'leave' }),
		notice: 'mentors.notice.paused'
	}),
	resume: action(endPauseSchema, endPause, { notice: 'mentors.notice.resumed' })
};
