import { can, reachesOf, type Actor } from '$lib/access/can';
import { forbidden } from '$lib/shared/errors';
import type { LoadedAppeal } from './appeal-load.server';

/** Whether somebody may know whose appeal it is: whoever may read the candidate's result. */
export const mayKnowWhose = (actor: Actor, { subject }: Pick<LoadedAppeal, 'subject'>): boolean =>
	can(actor, 'exams.result.read', { personId: subject.personId, unitPath: subject.unitPath }).ok;

/**
 * Whether somebody may look at an appeal: whoever may read the candidate's appeals and results; and markers, who know nobody's
 * name, where it is about an answer that people read.
 */
export const mayReadAppeal = (actor: Actor, appeal: Pick<LoadedAppeal, 'subject' | 'mark'>): boolean => {
	const { personId, unitPath } = appeal.subject;
	if (can(actor, 'regrading.appeal.read', { personId, unitPath }).ok && mayKnowWhose(actor, appeal))
		return true;
	return Boolean(appeal.mark?.read) && can(actor, 'regrading.appeal.decide', { personId, unitPath }).ok;
};

/** Throws forbidden for whoever has but their own appeals. */
export function authorizeBeyondSelf(actor: Actor): void {
	const reaches = [
		...reachesOf(actor, 'regrading.appeal.read'),
		...reachesOf(actor, 'regrading.appeal.decide')
	];
	if (actor.kind !== 'system' && reaches.every(({ reach }) => reach === 'self')) throw forbidden();
}
