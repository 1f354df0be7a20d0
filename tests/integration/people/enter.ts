import { createSessions, signIn } from '$lib/features/people/index.server';
import type { World } from '../../support/database';
import type { GivenPerson } from '../../support/world';

export const PASSWORD = 'quiet river 42';
/** Signs a person in from an address of their own. */
export const enter = (world: World, who: GivenPerson, password = PASSWORD) =>
	signIn(
		world.ctx({ kind: 'anonymous' }, new Date()),
		{ name: who.employeeNo, password },
		{
			sessions: createSessions(world.db, false),
			address: `10.0.0.${++world.counter}`,
			userAgent: 'Firefox/127.0 Linux'
		}
	);
/** Whether a session still opens anything. */
export const isIn = async (world: World, sessionId: string) =>
	(await createSessions(world.db, false).validateSession(sessionId)).user !== null;
