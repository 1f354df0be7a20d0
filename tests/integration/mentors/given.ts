import { publishRules } from '$lib/features/mentoring/index.server';
import { saveProfile } from '$lib/features/mentors/index.server';
import type { SaveProfile } from '$lib/features/mentors/schema';
import { recordEvidence } from '$lib/features/people/index.server';
import type { World } from '../../support/database';
import { givenPerson, givenUnit, type GivenPerson, type GivenUnit } from '../../support/world';

/** 10:00 in Shanghai on a day. */
export const on = (day: string) => new Date(`${day}T02:00:00Z`);
const LONG_AGO = on('2025-01-02');

/** Whoever finished induction and has no serious sanction may mentor two at a time. */
const RULES = `effectiveFrom: "2020-01-01"
activePerMentor: 2
mentor:
  requirements:
    - induction: {}
    - conductClear: { years: 3 }
`;
export const givenRules = (world: World) =>
	publishRules(world.ctx(undefined, LONG_AGO), () => {}, [
		{ name: 'mentoring/2020-01-01.yaml', text: RULES }
	]);

/** What the rules ask of a mentor. */
export const inducted = (world: World, { id }: { id: string }) =>
	recordEvidence(world.ctx(undefined, LONG_AGO), {
		...{ personId: id, kind: 'induction', validFrom: '2025-01-01', data: { kind: 'induction' } }
	} as never);

/** Two outlets of one branch and one of another. */
export async function givenUnits(world: World) {
	const branch = await givenUnit(world);
	return {
		branch,
		here: await givenUnit(world, { parent: branch }),
		near: await givenUnit(world, { parent: branch }),
		far: await givenUnit(world, { parent: await givenUnit(world) })
	};
}

/** Somebody with the mentor's role, who qualifies unless told otherwise, with a profile when one is given. */
export async function givenMentor(
	world: World,
	unit: GivenUnit,
	options: { qualified?: boolean; profile?: Partial<SaveProfile> } = {}
): Promise<GivenPerson> {
	const mentor = await givenPerson(world, { roles: ['trainee', 'mentor'], unit });
	if (options.qualified ?? true) await inducted(world, mentor);
	if (options.profile) {
		const hr = await givenPerson(world, { roles: ['hrOfficer'] });
		await saveProfile(world.ctx(hr, LONG_AGO), profile(mentor, options.profile));
	}
	return mentor;
}

export const profile = (mentor: { id: string }, change: Partial<SaveProfile> = {}): SaveProfile => ({
	...{ personId: mentor.id, capacity: 2, steps: [], customers: [], languages: [], rubric: [], note: '' },
	...change
});

export const plan = {
	startsOn: '2026-03-02',
	endsOn: '2026-09-01',
	plannedMinutes: 2400,
	goal: '独立走访小微企业'
};

/** The codes of what was refused, and how many were not, when several run at once. */
export async function race(attempts: Promise<unknown>[]): Promise<{ done: number; refused: unknown[] }> {
	const results = await Promise.allSettled(attempts);
	return {
		done: results.filter((result) => result.status === 'fulfilled').length,
		refused: results.flatMap((result) =>
			result.status === 'rejected' ? [(result.reason as { code?: string }).code ?? result.reason] : []
		)
	};
}
