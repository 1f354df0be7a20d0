import { renewCalendarFeed } from '$lib/features/agenda/index.server';
import { enrolSelf, getStaffClass } from '$lib/features/classes/index.server';
import type { World } from '../../support/database';
import { givenPerson, type GivenPerson, type GivenUnit } from '../../support/world';
import { codeAt, givenClass } from '../classes/given';
import { showCodes } from '$lib/features/classes/index.server';

/** The classes of a side: the mentor teaches, the trainee learns, and the side's unit runs them. */
export interface SideClasses {
	/** To come, with the trainee's request; as a form says it for the mentor to teach. */
	comingId: string;
	requestId: string;
	draftId: string;
	/** Over and not closed. */
	endedId: string;
	/** Goes on now, with the trainee's place and the code of this half minute. */
	runningId: string;
	sessionId: string;
	placeId: string;
	code: string;
	/** Of the trainee's calendar. */
	feedToken: string;
}

export async function setClasses(
	world: World,
	people: { trainee: GivenPerson; mentor: GivenPerson; unit: GivenUnit },
	times: { now: Date; then: Date }
): Promise<SideClasses> {
	const { trainee, mentor, unit } = people;
	const officer = { ...(await givenPerson(world, { roles: ['trainingOfficer'], unit })), unit };
	const crew = { officer, teacher: mentor };
	const HOUR = 3_600_000;
	const at = (hours: number) => new Date(times.now.getTime() + hours * HOUR);
	const make = async (hours: number, plan: Parameters<typeof givenClass>[2] = {}) => {
		const made = await givenClass(world, crew, {
			sessions: [at(hours)],
			now: times.then,
			capacity: 5,
			...plan
		});
		if (!plan.draft) await enrolSelf(world.ctx(trainee, times.then), { classId: made.id });
		return made;
	};
	const coming = await make(20 * 24, { approval: 'officer' });
	const draft = await make(25 * 24, { draft: true });
	const ended = await make(-48);
	const running = await make(-1);
	const sessionId = running.sessions[0]!;
	await showCodes(world.ctx(mentor, times.now), { classId: running.id, sessionId, show: 'on' });
	const asOfficer = world.ctx(officer, times.then);
	const { token } = await renewCalendarFeed(world.ctx(trainee, times.then));
	return {
		...{ comingId: coming.id, draftId: draft.id, endedId: ended.id, runningId: running.id, sessionId },
		requestId: (await getStaffClass(asOfficer, coming.id)).requested[0]!.id,
		placeId: (await getStaffClass(asOfficer, running.id)).enrolled[0]!.id,
		code: await codeAt(world, sessionId, times.now),
		feedToken: token
	};
}
