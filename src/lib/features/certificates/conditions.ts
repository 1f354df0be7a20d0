import type { EvidenceFact } from '$lib/features/people';
import type { IsoDate } from '$lib/shared/dates';
import {
	breachesDuring,
	hoursBreaches,
	type Breach,
	type Time,
	type YearlyHours
} from './periods/conditions';
import type { Pause } from './periods/pauses';

/** Which sanctions suspend while they last. */
export const conductRules = ['none', 'serious', 'any'] as const;

/** What certificates of a kind go on depending on (field G12), as a part of its rules. */
export interface Conditions {
	/** Recognised training of each calendar year; null: none is asked for. */
	hours: YearlyHours | null;
	/** Whether the holder has to be still employed. */
	employment: boolean;
	conduct: (typeof conductRules)[number];
	/** Months that a breach may last before the certificate has lapsed; null: for ever. */
	cureMonths: number | null;
	/** Whether the clock stands still during long leave (`pausingLeave`). */
	leavePauses: boolean;
	/** The most days that leave adds to one period; null: no limit. */
	mostPauseDays: number | null;
}

/** Kinds of leave that are long: annual leave and days off stop no clock. */
export const pausingLeave = ['sick', 'maternity', 'study'] as const;

export const unconditional: Conditions = {
	...{ hours: null, employment: false, conduct: 'none', cureMonths: null },
	...{ leavePauses: false, mostPauseDays: null }
};

/** What is known of a holder that conditions ask for. */
export interface HolderFacts {
	employed: boolean;
	hiredOn: IsoDate;
	evidence: readonly EvidenceFact[];
	credits: readonly { on: IsoDate; minutes: number }[];
}

/** A breach with what makes it the same one tomorrow, so that what people decided about it stays. */
export interface KnownBreach extends Breach {
	key: string;
}

/** Times on leave of a kind that stops the clock; none where the kind has no such rule. */
export const pausesOf = ({ leavePauses }: Conditions, evidence: readonly EvidenceFact[]): Pause[] =>
	leavePauses
		? evidence.flatMap((fact) =>
				fact.kind === 'leave' && (pausingLeave as readonly string[]).includes(fact.data.kind)
					? [{ from: fact.validFrom, to: fact.validTo }]
					: []
			)
		: [];

/** The breaches of a day: begun and not cured. `since` is the first day from which on yearly training is asked for. */
export function breachesOn(
	day: IsoDate,
	conditions: Conditions,
	{ employed, hiredOn, evidence, credits }: HolderFacts,
	since: IsoDate
): KnownBreach[] {
	const { hours, employment, conduct } = conditions;
	const leave: Time[] = pausesOf(conditions, evidence);
	const gone: KnownBreach[] =
		employment && !employed
			? [{ cause: 'employment', from: day, cured: null, key: `employment:${hiredOn}` }]
			: [];
	const short = hours ? hoursBreaches(hours, credits, { since, day, leave }) : [];
	const sanctions = evidence.flatMap((fact) =>
		fact.kind === 'discipline' && (conduct === 'any' || conduct === fact.data.severity)
			? breachesDuring('conduct', [{ from: fact.validFrom, to: fact.validTo }]).map((breach) => ({
					...breach,
					// Recorded anew with its end, it is the same one.
					key: `conduct:${fact.validFrom}:${fact.data.kind}`
				}))
			: []
	);
	const found = [
		...gone,
		...short.map((breach) => ({ ...breach, key: `hours:${breach.from}` })),
		...sanctions
	];
	const open = found.filter(({ from, cured }) => from <= day && (cured === null || cured > day));
	return [...new Map(open.map((breach) => [breach.key, breach])).values()];
}
