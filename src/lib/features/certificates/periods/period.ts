import { addDays, type IsoDate } from '$lib/shared/dates';

/**
 * One round of a certificate's life, a row (field 1.10): when it could be done, when it was, and how long it holds.
 * Facts only: rows are added and filled in, never reset. Every date is a whole day that still counts.
 */
export interface Period {
	/** The first day on which work counts. */
	opens: IsoDate;
	/** The last day on which it is done in time; null where nobody waits for it. */
	due: IsoDate | null;
	/** The last day on which it can be done under this row; afterwards it is taken anew. Null: for ever. */
	ends: IsoDate | null;
	/** The day on which its conditions were met; null while they are not. */
	certified: IsoDate | null;
	/** First and last day of validity; without last day it holds without end. */
	from: IsoDate | null;
	until: IsoDate | null;
	/** The day from which it does not hold any more, whatever else is said. */
	revoked: IsoDate | null;
}

/** A period that was reached. */
export interface Held extends Period {
	certified: IsoDate;
	from: IsoDate;
}

export const isHeld = (period: Period): period is Held => period.certified !== null && period.from !== null;

/** Those reached, in the order of their validity. */
export const heldOf = (periods: readonly Period[]): Held[] =>
	periods.filter(isHeld).sort((a, b) => (a.from < b.from ? -1 : 1));

/** Whether a row that is not reached yet renews a period, and is not a new beginning after it had run out. */
export const renews = (row: Period, held: Held): boolean => held.until !== null && row.opens <= held.until;

/** The later states of a row come later in the list: it never goes back. */
export const periodStates = [
	'future',
	'open',
	'overdue',
	'failed',
	'granted',
	'inForce',
	'expired',
	'revoked'
] as const;
export type PeriodState = (typeof periodStates)[number];

/** What a row was at the end of a day, by what had happened until then. */
export function stateOn(period: Period, day: IsoDate): PeriodState {
	if (period.revoked !== null && period.revoked <= day) return 'revoked';
	if (isHeld(period) && period.certified <= day) {
		if (period.from > day) return 'granted';
		return period.until === null || period.until >= day ? 'inForce' : 'expired';
	}
	if (period.opens > day) return 'future';
	if (period.ends !== null && period.ends < day) return 'failed';
	return period.due !== null && period.due < day ? 'overdue' : 'open';
}

/** What can be wrong with a holder's rows; a query over all of them looks for it (field 1.17). */
export type Inconsistency =
	| 'halfCertified'
	| 'untilBeforeFrom'
	| 'fromBeforeCertified'
	| 'certifiedOutsideWindow'
	| 'datesOutOfOrder'
	| 'overlap'
	| 'twoOpen';

/** What is wrong with the rows of one holder and kind; none where they can be relied on. */
export function inconsistencies(periods: readonly Period[]): Inconsistency[] {
	const found = new Set<Inconsistency>();
	for (const { opens, due, ends, certified, from, until } of periods) {
		if ((certified === null) !== (from === null) || (certified === null && until !== null))
			found.add('halfCertified');
		if (from !== null && until !== null && until < from) found.add('untilBeforeFrom');
		if (certified !== null && from !== null && from < certified) found.add('fromBeforeCertified');
		if (certified !== null && (certified < opens || (ends !== null && certified > ends)))
			found.add('certifiedOutsideWindow');
		if ((due !== null && due < opens) || (due !== null && ends !== null && ends < due))
			found.add('datesOutOfOrder');
	}
	const held = heldOf(periods);
	held.forEach((period, place) => {
		const next = held[place + 1];
		const last = lastDayOf(period);
		if (next && (last === null || next.from <= last)) found.add('overlap');
	});
	const waiting = periods
		.filter(({ certified, revoked }) => certified === null && revoked === null)
		.sort((a, b) => (a.opens < b.opens ? -1 : 1));
	waiting.forEach(({ ends }, place) => {
		const next = waiting[place + 1];
		if (next && (ends === null || next.opens <= ends)) found.add('twoOpen');
	});
	return [...found];
}

/** The last day on which a reached period holds, revocation included; null without end. */
export function lastDayOf({ until, revoked }: Period): IsoDate | null {
	const stopped = revoked === null ? null : addDays(revoked, -1);
	if (stopped === null || until === null) return stopped ?? until;
	return stopped < until ? stopped : until;
}
