import { getPairing } from '$lib/features/mentoring/index.server';
import { page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(({ ctx, event }) => getPairing(ctx, (event as PageServerLoadEvent).params.pairing));
