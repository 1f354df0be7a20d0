import { page } from '$lib/server/http';

// The worker keeps this page and shows it where there is no network: it is the same for everybody, and names nobody.
export const load = page(() => ({}), { open: true });
