import { createPairing, logShadowing, signAgreement } from '$lib/features/mentoring/index.server';
import type { LogShadowing } from '$lib/features/mentoring';
import type { World } from '../../support/database';
import { loadVersions } from '$lib/features/mentoring/agreement.server';
import { givenPerson, type GivenPerson } from '../../support/world';

/** 10:00 in Shanghai on a day. */
export const on = (day: string) => new Date(`${day}T02:00:00Z`);
export const REFLECTION = '先听客户把话说完，再谈方案，客户更愿意配合。';

/** Both sides sign the newest version of a pairing's agreement. */
export async function signForBoth(
	world: World,
	{ id, trainee, mentor }: { id: string; trainee: GivenPerson; mentor: GivenPerson },
	at = on('2026-01-05')
): Promise<void> {
	const agreementId = (await loadVersions(world.db, id)).at(-1)!.id;
	for (const side of [trainee, mentor]) {
		await signAgreement(world.ctx(side, at), { pairingId: id, agreementId });
	}
}

/** An HR officer, a trainee and a mentor, paired from 5 January to the end of June 2026; both have signed. */
export async function givenPairing(world: World) {
	const given = await givenUnsigned(world);
	await signForBoth(world, given);
	return given;
}

/** The same before either signed. */
export async function givenUnsigned(world: World) {
	const hr = await givenPerson(world, { roles: ['hrOfficer'] });
	const trainee = await givenPerson(world, { roles: ['trainee'] });
	const mentor = await givenPerson(world, { roles: ['trainee', 'mentor'] });
	const plan = {
		startsOn: '2026-01-05',
		endsOn: '2026-06-30',
		plannedMinutes: 2400,
		goal: '独立走访小微企业'
	};
	const { id } = await createPairing(world.ctx(hr, on('2026-01-05')), {
		traineeId: trainee.id,
		mentorId: mentor.id,
		...plan
	});
	return { hr, trainee, mentor, id, plan };
}

/** What a mentor logs unless a test says otherwise: an hour and a half on 10 January, two steps. */
export const session = (pairingId: string, change: Partial<LogShadowing> = {}): LogShadowing => ({
	pairingId,
	occurredOn: '2026-01-10',
	minutes: 90,
	steps: [1, 3],
	rubric: { character: 3, skill: 2 },
	note: '走访两家企业',
	...change
});

/** A pairing with one entry that waits for the trainee. */
export async function givenEntry(world: World) {
	const pairing = await givenPairing(world);
	const entry = await logShadowing(world.ctx(pairing.mentor, on('2026-01-10')), session(pairing.id));
	return { ...pairing, entryId: entry.id };
}

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
