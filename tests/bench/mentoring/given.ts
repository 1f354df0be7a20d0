import { randomUUID } from 'node:crypto';
import { systemActor, type Actor } from '$lib/access/can';
import { createPairing, logShadowing } from '$lib/features/mentoring/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { noJobs } from '$lib/server/jobs/sender';
import { givenPerson, type GivenPerson } from '../../support/world';
import { on, session, signForBoth } from '../../integration/mentoring/story';

/** A pairing that both have signed, for ten years. */
export interface Lane {
	pairingId: string;
	mentor: GivenPerson;
	trainee: GivenPerson;
}

export const contextOf = (
	db: Database,
	who: { actor: Actor } | Actor = systemActor('bench'),
	now = on('2026-01-05')
): Context => ({
	...{ db, now, locale: 'zh-CN', requestId: randomUUID(), jobs: noJobs },
	actor: 'actor' in who ? who.actor : who
});

/** So many pairings of different people, with one session each. */
export async function givenLanes(db: Database, many: number): Promise<Lane[]> {
	/** As much of a test's world as its givens ask for. */
	const world = {
		...{ db, made: new Map(), counter: 0 },
		ctx: (who?: GivenPerson, now?: Date) => contextOf(db, who, now)
	} as never;
	const hr = await givenPerson(world, { roles: ['hrOfficer'] });
	const lanes: Lane[] = [];
	for (let i = 0; i < many; i++) {
		const trainee = await givenPerson(world, { roles: ['trainee'] });
		const mentor = await givenPerson(world, { roles: ['trainee', 'mentor'] });
		const { id } = await createPairing(contextOf(db, hr), {
			...{ traineeId: trainee.id, mentorId: mentor.id, startsOn: '2026-01-05', endsOn: '2036-01-04' },
			...{ plannedMinutes: 2400, goal: '独立走访小微企业' }
		});
		await signForBoth(world, { id, trainee, mentor });
		await logShadowing(contextOf(db, mentor), session(id, { occurredOn: '2026-01-05' }));
		lanes.push({ pairingId: id, mentor, trainee });
	}
	return lanes;
}
