import { can, type Actor } from '$lib/access/can';
import type { PaperStatus } from './states';

/** Whether somebody sees a paper's questions: freely, by an opening that is recorded, or not at all. */
export type QuestionAccess = 'free' | 'recorded' | 'none';

/**
 * Until it is sealed, those who set and review; from then on only its openers, each time on record; once its results are
 * out, those who read the bank again. `sealed`: it has ever been.
 */
export function questionAccess(
	actor: Actor,
	paper: { status: PaperStatus; sealed: boolean },
	openerIds: readonly string[]
): QuestionAccess {
	const readsBank = can(actor, 'bank.item.read').ok && can(actor, 'bank.paper.read').ok;
	if (!paper.sealed || paper.status === 'released') return readsBank ? 'free' : 'none';
	return actor.kind === 'person' && openerIds.includes(actor.personId) ? 'recorded' : 'none';
}

/** Whether somebody sees that a paper is there, its matrix, states and openings. */
export const seesPaper = (actor: Actor, openerIds: readonly string[]): boolean =>
	can(actor, 'bank.paper.read').ok || (actor.kind === 'person' && openerIds.includes(actor.personId));
