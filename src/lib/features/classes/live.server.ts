/** What is published when somebody comes to a session, is marked, or its codes are opened. */
export const topicOf = (sessionId: string): string => `class-session:${sessionId}`;
