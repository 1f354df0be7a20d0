import { and, eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { attemptPapers, sittings } from '../exams/tables.server';
import { regradeStateOf, type RegradeState } from './states';
import { regrades } from './tables.server';

export const personOf = ({ actor }: Context): string | null =>
	actor.kind === 'person' ? actor.personId : null;

/** A regrade, held until the transaction ends. */
export async function takeRegrade(tx: Database, regradeId: string) {
	const [regrade] = await tx.select().from(regrades).where(eq(regrades.id, regradeId)).for('update');
	if (!regrade) throw notFound();
	return regrade;
}

export type Regrade = Awaited<ReturnType<typeof takeRegrade>>;

/** Throws where a regrade does not stand as `states` say. */
export function demandState(regrade: Regrade, ...states: RegradeState[]): void {
	const state = regradeStateOf(regrade);
	if (!states.includes(state)) throw conflict(`regrading.state.${state}`);
}

/** Who has written or handed in a regrade: they do not approve it. */
export const writersOf = ({ draftedBy, proposedBy }: Regrade): string[] =>
	[draftedBy, proposedBy].filter((id) => id !== null);

/** The sitting, held against its release and other regrades; null where there is none. */
export async function takeSitting(tx: Database, sittingId: string) {
	if (!isId(sittingId)) throw notFound();
	const [sitting] = await tx.select().from(sittings).where(eq(sittings.id, sittingId)).for('no key update');
	if (!sitting) throw notFound();
	return sitting;
}

/** The actor, where they are a candidate of a sitting: they have no part in its marks. */
export async function candidateOf(db: Database, ctx: Context, sittingId: string): Promise<string | null> {
	const personId = personOf(ctx);
	if (!personId || !isId(sittingId)) return null;
	const [own] = await db
		.select({ id: attemptPapers.id })
		.from(attemptPapers)
		.where(and(eq(attemptPapers.sittingId, sittingId), eq(attemptPapers.personId, personId)));
	return own ? personId : null;
}
