/** Where a context's time comes from: the system clock in a server, a fixed one in tests and in the demo's history. */
export type Clock = () => Date;
