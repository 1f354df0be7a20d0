import { criteria, defaultWeights } from '$lib/features/mentors';
import { matchingRows, matchings, mentorPauses, pairProposals } from '$lib/features/mentors/tables.server';
import { newId } from '$lib/shared/ids';
import type { World } from '../../support/database';
import type { GivenPerson, GivenUnit } from '../../support/world';
import { givenRules, inducted } from '../mentors/given';

/** The mentor qualifies by the rules; a leave of theirs that is to come, a proposal of the one without a mentor, and a matching with them; written directly. */
export interface SideMentors {
	pauseId: string;
	proposalId: string;
	matchingId: string;
}

const terms = { startsOn: '2026-03-06', endsOn: '2026-09-06', goal: '独立走访' };

export async function setMentors(
	world: World,
	{ unit, fresh, mentor }: { unit: GivenUnit; fresh: GivenPerson; mentor: GivenPerson },
	then: Date
): Promise<SideMentors> {
	await givenRules(world);
	await inducted(world, mentor);
	const [pauseId, proposalId, matchingId] = [newId(then), newId(then), newId(then)];
	await world.db.insert(mentorPauses).values({
		...{ id: pauseId, personId: mentor.id, kind: 'leave', startsOn: '2026-11-02', endsOn: '2026-11-06' },
		...{ reason: '年假', recordedBy: mentor.id, recordedAt: then }
	});
	await world.db.insert(pairProposals).values({
		...{ id: proposalId, traineeId: fresh.id, mentorId: mentor.id, proposedBy: fresh.id },
		...{ note: '同一网点', state: 'open', createdAt: then }
	});
	await world.db.insert(matchings).values({
		...{ id: matchingId, title: '新人', unitPath: unit.path, state: 'ready', revision: 1 },
		terms: { ...terms, weights: defaultWeights, plannedMinutes: 2400, mentorPaths: null },
		...{ createdBy: mentor.id, createdAt: then }
	});
	await world.db.insert(matchingRows).values({ matchingId, traineeId: fresh.id, score: 0, parts: {} });
	return { pauseId, proposalId, matchingId };
}

export const profileFields = { capacity: '2', 'steps[]': ['1', '3'], note: '每周三走访' };
export const pauseFields = { kind: 'suspension', startsOn: '2026-12-01', endsOn: '', reason: '核查' };
export const termFields = { ...terms, plannedHours: '36' };
export const weightFields = Object.fromEntries(criteria.map((one) => [`weights.${one}`, '10']));
