import { addDays, type IsoDate } from '$lib/shared/dates';
import { after } from '../periods/span';
import { lastDayOf, type Held } from '../periods/period';
import type { Conditions, KnownBreach } from '../conditions';

/** A suspension of a certificate, as far as the daily look asks. */
export interface KnownSuspension {
	id: string;
	/** Null: somebody decided it. */
	breach: string | null;
	fromOn: IsoDate;
	curedAt: Date | null;
	/** Who ended it; null while it lasts and where the daily look did. */
	curedBy: string | null;
}

export interface Plan {
	suspend: KnownBreach[];
	cure: KnownSuspension[];
	/** Whether a breach has lasted for longer than the kind allows. */
	lapses: boolean;
}

/**
 * What the breaches of a day change. A breach suspends once; one that somebody let pass does not again, and what somebody
 * decided is neither ended nor counted.
 */
export function planOn(
	day: IsoDate,
	breaches: readonly KnownBreach[],
	suspensions: readonly KnownSuspension[],
	{ cureMonths }: Pick<Conditions, 'cureMonths'>
): Plan {
	const ours = suspensions.filter(({ breach }) => breach !== null);
	const open = ours.filter(({ curedAt }) => curedAt === null);
	const settled = new Set(
		ours.filter(({ curedAt, curedBy }) => !curedAt || curedBy).map(({ breach }) => breach)
	);
	const lasts = (suspension: KnownSuspension) => breaches.some(({ key }) => key === suspension.breach);
	return {
		suspend: breaches.filter(({ key }) => !settled.has(key)),
		cure: open.filter((suspension) => !lasts(suspension)),
		lapses:
			cureMonths !== null &&
			open.some((suspension) => lasts(suspension) && after(suspension.fromOn, { months: cureMonths }) <= day)
	};
}

/**
 * The first day from which on a kind has asked a holder for yearly training without a gap: of the earliest of the periods that
 * follow one another up to this one under rules that ask for it.
 */
export function askedSince(period: Held, held: readonly Held[], asks: (one: Held) => boolean): IsoDate {
	let since = period.from;
	for (const before of [...held].reverse()) {
		const last = lastDayOf(before);
		if (last !== null && addDays(last, 1) === since && asks(before)) since = before.from;
	}
	return since;
}
