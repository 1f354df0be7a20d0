/** Where whoever waits for a matching hears that it has changed. */
export const topicOf = (matchingId: string): string => `mentors.matching:${matchingId}`;
