import type { Clock } from '$lib/shared/clock';
import { env } from './env';

/** The server's time, which every context gets. In the demo it may stand ahead, to show what a later day brings. */
export const systemClock: Clock = () => new Date(Date.now() + env.clockAheadMs);
