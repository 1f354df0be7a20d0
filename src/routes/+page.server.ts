import { page } from '$lib/server/http';

export const load = page(() => ({}), { open: true });
