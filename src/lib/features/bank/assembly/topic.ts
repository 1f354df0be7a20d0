/** Where whoever waits for an assembly hears that it has ended. */
export const assemblyTopic = (assemblyId: string): string => `bank.assembly:${assemblyId}`;
