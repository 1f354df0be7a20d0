import { getMentoringHome } from '$lib/features/mentoring/index.server';
import { page } from '$lib/server/http';

export const load = page(({ ctx }) => getMentoringHome(ctx));
