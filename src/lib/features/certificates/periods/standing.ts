import { addDays, type IsoDate } from '$lib/shared/dates';
import { lapseOf, type Breach, type ConditionCause, type CureWithin } from './conditions';
import { heldOf, lastDayOf, stateOn, type Held, type Period } from './period';

/** Why a certificate does not hold any more: its time is over, or a condition stayed unmet for too long. */
export type ExpiryCause = 'time' | ConditionCause;

/** What a holder has of a kind of certificate on a day (field G12): derived from rows, never stored. */
export type Standing =
	| { status: 'none' }
	/** `since` the first day without a gap, `until` the last day (null: without end), with renewals that are done. */
	| { status: 'valid' | 'expiring'; since: IsoDate; until: IsoDate | null }
	/** Within its time, and back when every cause is cured; `from` the day of the first of them. */
	| { status: 'suspended'; since: IsoDate; until: IsoDate | null; from: IsoDate; causes: ConditionCause[] }
	/** `on` is the first day on which it did not hold. */
	| { status: 'expired'; on: IsoDate; cause: ExpiryCause }
	| { status: 'revoked'; on: IsoDate };

export interface Holding {
	/** The rows of one holder and kind, after pauses (`paused`). */
	periods: readonly Period[];
	breaches: readonly Breach[];
	cureWithin: CureWithin;
}

/** A time of validity with the day after its last and what ended it; null: nothing does. */
interface Run {
	from: IsoDate;
	end: { on: IsoDate; cause: ExpiryCause | 'revoked' } | null;
}

/** The standing on a day by what had happened until then; exactly one for every day. */
export function standingOn(day: IsoDate, { periods, breaches, cureWithin }: Holding): Standing {
	const known = periods.map((period) => asOf(period, day));
	const begun = breaches
		.filter(({ from }) => from <= day)
		.map((breach) => (breach.cured !== null && breach.cured > day ? { ...breach, cured: null } : breach));
	const runs = heldOf(known).map((held) => runOf(held, begun, cureWithin, day));
	const place = runs.findIndex(({ from, end }) => from <= day && (end === null || end.on > day));
	const current = runs[place];
	if (!current) return ended(runs, day);

	const until = runs
		.slice(place)
		.reduce<Run>((run, next) => (run.end?.on === next.from ? next : run), current).end;
	const since = runs
		.slice(0, place)
		.reduceRight<IsoDate>((first, { from, end }) => (end?.on === first ? from : first), current.from);
	const term = { since, until: until && addDays(until.on, -1) };

	const active = begun.filter((breach) => holdsOn(breach, day, cureWithin));
	if (active.length) {
		const from = active.map((breach) => breach.from).reduce((a, b) => (a < b ? a : b));
		return { status: 'suspended', ...term, from, causes: [...new Set(active.map(({ cause }) => cause))] };
	}
	const renewable = known.some((row) => ['open', 'overdue'].includes(stateOn(row, day)));
	return { status: renewable && until ? 'expiring' : 'valid', ...term };
}

/** A row without what had not happened yet at the end of a day. */
function asOf(period: Period, day: IsoDate): Period {
	const known = period.revoked !== null && period.revoked > day ? { ...period, revoked: null } : period;
	const done = known.certified !== null && known.certified <= day;
	return done ? known : { ...known, certified: null, from: null, until: null };
}

/** Whether a breach suspends on a day: it is neither cured nor so old that certificates of its time have lapsed. */
function holdsOn(breach: Breach, day: IsoDate, cureWithin: CureWithin): boolean {
	const lapse = lapseOf(breach, cureWithin);
	return (breach.cured === null || breach.cured > day) && (lapse === null || lapse > day);
}

/** The time of validity of a period, cut short by the first of revocation and lapse. A lapse before it was reached is over. */
function runOf(held: Held, breaches: readonly Breach[], cureWithin: CureWithin, day: IsoDate): Run {
	const last = lastDayOf(held);
	const revoked = held.revoked !== null && last === addDays(held.revoked, -1);
	let end: Run['end'] = last === null ? null : { on: addDays(last, 1), cause: revoked ? 'revoked' : 'time' };
	for (const breach of breaches) {
		const lapse = lapseOf(breach, cureWithin);
		if (lapse === null || lapse > day || lapse <= held.certified) continue;
		if (end === null || lapse < end.on) end = { on: lapse, cause: breach.cause };
	}
	return { from: held.from, end };
}

/** What is said of a holder whose periods are all over: how the last of them ended. */
function ended(runs: readonly Run[], day: IsoDate): Standing {
	const last = runs
		.flatMap(({ end }) => (end && end.on <= day ? [end] : []))
		.reduce<Run['end']>((latest, end) => (latest === null || end.on >= latest.on ? end : latest), null);
	if (!last) return { status: 'none' };
	return last.cause === 'revoked'
		? { status: 'revoked', on: last.on }
		: { status: 'expired', on: last.on, cause: last.cause };
}
