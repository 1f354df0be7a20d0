/** Shortest secret or passphrase, in characters, that keys are sealed under. */
export const SHORTEST_SECRET = 20;
