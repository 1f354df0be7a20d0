import type { LocalText } from '$lib/i18n/locales';
import { daysBetween, type IsoDate } from '$lib/shared/dates';
import { minutesSpent, type Timed } from './intervals';
import type { MentoringRules } from './policy';
import { lastDay, type PairingDates } from './rules';
import type { FlagKind } from './vocabulary';

/** What a rule found implausible, and what that rests on, for the page. */
export interface Finding {
	kind: FlagKind;
	detail: Record<string, unknown>;
}

/** A clock that is off by more is a wrong day's. */
const CLOCK_HOURS = 12;

/** Somebody's time that the session would take too. */
export interface Taken {
	personId: string;
	/** What it is: `leave`, or a source of the agenda. */
	sourceType: string;
	title: LocalText;
	href: string;
	startsAt: Date;
	endsAt: Date;
}

export interface FlagFacts {
	pairing: PairingDates & { traineeId: string; mentorId: string };
	rules: Pick<MentoringRules, 'logDays' | 'minutesPerDay'>;
	/** What takes either person's time while the session was. */
	clashes: readonly Taken[];
	/** The other sessions of each on that day. */
	sessions: ReadonlyMap<string, readonly Timed[]>;
	/** Who manages the trainee. */
	headIds: readonly string[];
	/** When the first version came, for a correction; the day of now otherwise. */
	firstLoggedOn: IsoDate;
	/** Of the device that sent it, where that was said, and of the server. */
	clocks: { device: Date; server: Date } | null;
}

/** What the rules find implausible in a session (field G6): each kind once. What only HR may decide is no refusal. */
export function computeFlags(session: Timed & { occurredOn: IsoDate }, facts: FlagFacts): Finding[] {
	const { pairing, rules, clocks } = facts;
	const { occurredOn } = session;
	const found: Finding[] = [];
	if (facts.clashes.length) {
		const clashes = facts.clashes.map(({ personId, sourceType, title, href, startsAt, endsAt }) => ({
			...{ personId, sourceType, title, href },
			...{ startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
		}));
		found.push({ kind: 'overlap', detail: { clashes } });
	}
	const people = [pairing.traineeId, pairing.mentorId].map((personId) => ({
		personId,
		minutes: minutesSpent([...(facts.sessions.get(personId) ?? []), session])
	}));
	const over = people.filter(({ minutes }) => minutes > rules.minutesPerDay);
	if (over.length) found.push({ kind: 'hours', detail: { people: over, most: rules.minutesPerDay } });
	const days = daysBetween(occurredOn, facts.firstLoggedOn);
	if (days > rules.logDays) found.push({ kind: 'late', detail: { days, most: rules.logDays } });
	const [from, to] = [pairing.startsOn, lastDay(pairing)];
	if (occurredOn < from || occurredOn > to) found.push({ kind: 'outside', detail: { from, to } });
	if (facts.headIds.includes(pairing.mentorId)) found.push({ kind: 'manager', detail: {} });
	const hours = clocks ? (clocks.device.getTime() - clocks.server.getTime()) / 3_600_000 : 0;
	if (clocks && Math.abs(hours) >= CLOCK_HOURS) {
		found.push({ kind: 'clock', detail: { device: clocks.device.toISOString(), hours: Math.round(hours) } });
	}
	return found;
}
