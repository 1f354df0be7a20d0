import { daysBetween, type IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import type { ReportState, VisitState } from './states';

/** A visit that is longer is another thing. */
export const MOST_DAYS = 31;

/** What is done at one time of a visit; times are `HH:mm`. */
export interface ProgrammeRow {
	on: IsoDate;
	from: string;
	to: string;
	what: string;
}

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
export const programmeMinutes = (programme: readonly ProgrammeRow[]): number =>
	programme.reduce((all, { from, to }) => all + minutesOf(to) - minutesOf(from), 0);

const byTime = (a: ProgrammeRow, b: ProgrammeRow): number =>
	`${a.on}${a.from}` < `${b.on}${b.from}` ? -1 : `${a.on}${a.from}` > `${b.on}${b.from}` ? 1 : 0;
/** A programme in the order of time. */
export const inOrder = (programme: readonly ProgrammeRow[]): ProgrammeRow[] => [...programme].sort(byTime);

/**
 * Whether a visit can be planned: it lies ahead, what is done lies on its days and at one time only, and the credit
 * is no more than the time of the programme.
 */
export function decidePlan(
	plan: { startsOn: IsoDate; endsOn: IsoDate; programme: readonly ProgrammeRow[]; creditMinutes: number },
	today: IsoDate
): Decision<object> {
	const { startsOn, endsOn, programme } = plan;
	if (endsOn < startsOn) return no('visits.visit.order');
	if (startsOn < today) return no('visits.visit.past');
	if (daysBetween(startsOn, endsOn) >= MOST_DAYS) return no('visits.visit.long', { days: MOST_DAYS });
	if (!programme.length) return no('visits.programme.empty');
	if (programme.some(({ on }) => on < startsOn || on > endsOn)) return no('visits.programme.outside');
	if (programme.some(({ from, to }) => to <= from)) return no('visits.programme.order');
	const sorted = inOrder(programme);
	const clash = sorted.some((row, i) => {
		const next = sorted[i + 1];
		return next !== undefined && next.on === row.on && next.from < row.to;
	});
	if (clash) return no('visits.programme.overlap');
	const minutes = programmeMinutes(programme);
	return plan.creditMinutes > minutes
		? no('visits.visit.credit', { hours: Math.round(minutes / 6) / 10 })
		: yes({});
}

/** Whether a visit that was asked for can still be approved: not after it was to begin. */
export const decideApproval = (visit: { startsOn: IsoDate }, today: IsoDate): Decision<object> =>
	visit.startsOn < today ? no('visits.visit.past') : yes({});

/** Where a visitor's report stands: the last version and what was said to it. */
export function reportState(
	visit: { state: VisitState; endsOn: IsoDate },
	last: { outcome: 'accepted' | 'returned' | null } | null,
	today: IsoDate
): ReportState {
	if (last) return last.outcome ?? 'waiting';
	if (visit.state !== 'approved') return 'none';
	return visit.endsOn <= today ? 'due' : 'none';
}

/** Whether a visitor may send a report now, which is the first or follows a returned one. */
export function decideReport(
	visit: { state: VisitState; endsOn: IsoDate },
	state: ReportState,
	today: IsoDate
): Decision<object> {
	if (visit.state !== 'approved') return no('visits.report.not_approved');
	if (visit.endsOn > today) return no('visits.report.early');
	if (state === 'waiting') return no('visits.report.waiting');
	return state === 'accepted' ? no('visits.report.accepted') : yes({});
}

/** Whether a report may be accepted with so many minutes: no more than the visit gives, and less only with a reason. */
export function decideCredit(most: number, minutes: number, reason: string | null): Decision<object> {
	if (minutes > most) return no('visits.report.more', { hours: Math.round(most / 6) / 10 });
	return minutes < most && !reason ? no('visits.report.less') : yes({});
}
