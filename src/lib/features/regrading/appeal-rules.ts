import { addDays, dateIn, type IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import type { AppealState } from './states';

export interface AppealRules {
	/** Days after a result is known in which its candidate may appeal; null where nobody may. */
	appealDays: number | null;
	/** How many appeals one candidate has; those that were upheld, in whole or in part, or taken back do not count. */
	appealLimit: number;
}

/** The last day on which a result can be appealed against; a version that came later has days of its own. */
export const lastDayOf = ({ appealDays }: AppealRules, releasedAt: Date): IsoDate | null =>
	appealDays === null ? null : addDays(dateIn(releasedAt), appealDays);

/** The day by which an appeal has to be decided: whoever decides has as long as candidates have. */
export const dueOf = ({ appealDays }: AppealRules, madeAt: Date): IsoDate =>
	addDays(dateIn(madeAt), appealDays ?? 0);

export const countsAgainst = (state: AppealState): boolean => state === 'open' || state === 'rejected';

/** Whether a candidate may appeal now. */
export function decideAppealing(facts: {
	rules: AppealRules;
	releasedAt: Date;
	/** Of their appeals in this sitting. */
	states: readonly AppealState[];
	now: Date;
}): Decision<{ lastDay: IsoDate; left: number }> {
	const { rules, releasedAt, states, now } = facts;
	const lastDay = lastDayOf(rules, releasedAt);
	if (lastDay === null) return no('appeals.make.none');
	if (dateIn(now) > lastDay) return no('appeals.make.late', { on: lastDay });
	const left = rules.appealLimit - states.filter(countsAgainst).length;
	return left > 0 ? yes({ lastDay, left }) : no('appeals.make.limit', { limit: rules.appealLimit });
}
