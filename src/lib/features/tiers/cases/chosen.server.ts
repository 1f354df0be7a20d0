import { authorize } from '$lib/access/can';
import { getPersonSubject, type PersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { subjectOf } from '../subject.server';

/** The people of a proposal or warning, in the order given; one whom the actor may not propose refuses them all. */
export async function authorizePeople(
	tx: Database,
	ctx: Context,
	personIds: readonly string[]
): Promise<PersonSubject[]> {
	const chosen = [];
	for (const personId of personIds) {
		const person = await getPersonSubject(tx, personId);
		authorize(ctx.actor, 'tiers.decision.propose', await subjectOf(tx, person, null));
		chosen.push(person);
	}
	return chosen;
}
