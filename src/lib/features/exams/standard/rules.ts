import { no, yes, type Decision } from '$lib/shared/result';

/** With one judge nobody knows how far another would have been away. */
export const LEAST_JUDGES = 2;
export const MOST_JUDGES = 30;

/** A pass mark may be set by a panel as long as nobody knows a result, and never for a rehearsal. */
export function decideStudy(sitting: { releasedAt: Date | null; rehearsal: boolean }): Decision<object> {
	if (sitting.rehearsal) return no('standard.start.rehearsal');
	return sitting.releasedAt ? no('standard.sitting.released') : yes({});
}

/** Whether a round is over: nobody sees the others' estimates, and nothing is computed, before everybody has handed in theirs. */
export function decideRoundEnd(judges: readonly { submitted: boolean }[]): Decision<object> {
	if (judges.length < LEAST_JUDGES) return no('standard.judges.few', { least: LEAST_JUDGES });
	const waiting = judges.filter(({ submitted }) => !submitted).length;
	return waiting ? no('standard.round.waiting', { waiting }) : yes({});
}

/** Whether a judge may still change an estimate, or hand in: the items are open to them and they have not handed in. */
export function decideEstimating(turn: {
	openedAt: Date | null;
	submittedAt: Date | null;
}): Decision<object> {
	if (!turn.openedAt) return no('standard.judging.unopened');
	return turn.submittedAt ? no('standard.judging.submitted') : yes({});
}
