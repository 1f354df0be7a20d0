import { setImmediate } from 'node:timers/promises';

/** Lets requests be answered between two steps of long work. */
export const breathe = (): Promise<void> => setImmediate();
