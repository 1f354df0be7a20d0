export { createSessions, SESSION_COOKIE, type Sessions } from './session/lucia.server';
export type { SessionUser } from './session/adapter.server';
export { signIn } from './commands/sign-in.server';
