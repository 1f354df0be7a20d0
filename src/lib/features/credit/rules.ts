import { daysBetween, type IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';

/** More than so much of a day is not credited to training outside. */
export const DAY_MINUTES = 600;
/** How long after its last day training outside may still be claimed. */
export const CLAIM_DAYS = 366;

/** Training outside as it is claimed, or was before. */
export interface ClaimedTraining {
	title: string;
	startedOn: IsoDate;
	endedOn: IsoDate;
}

const plain = (title: string) =>
	title
		.normalize('NFKC')
		.toLowerCase()
		.replaceAll(/[\s\p{P}]/gu, '');

/** Whether training outside may be claimed: it is over, not more than a day holds, and was not claimed before. */
export function decideClaim(
	claim: ClaimedTraining & { minutes: number },
	open: readonly ClaimedTraining[],
	today: IsoDate
): Decision<object> {
	if (claim.endedOn < claim.startedOn) return no('credit.outside.order');
	if (claim.endedOn > today) return no('credit.outside.future');
	if (daysBetween(claim.endedOn, today) > CLAIM_DAYS) return no('credit.outside.late');
	const most = (daysBetween(claim.startedOn, claim.endedOn) + 1) * DAY_MINUTES;
	if (claim.minutes > most) return no('credit.outside.too_long', { hours: most / 60 });
	const again = open.some(
		(one) =>
			one.startedOn === claim.startedOn &&
			one.endedOn === claim.endedOn &&
			plain(one.title) === plain(claim.title)
	);
	return again ? no('credit.outside.double') : yes({});
}

/** What else lies on a claim's days: shown to whoever decides, for one day cannot be spent twice. */
export const overlapping = <T extends { startedOn: IsoDate; endedOn: IsoDate }>(
	claim: { startedOn: IsoDate; endedOn: IsoDate },
	others: readonly T[]
): T[] => others.filter((one) => one.startedOn <= claim.endedOn && one.endedOn >= claim.startedOn);

/** Whether a claim may be accepted with so many minutes: no more than claimed, and less only with a reason. */
export function decideAcceptance(claimed: number, minutes: number, reason: string | null): Decision<object> {
	if (minutes > claimed) return no('credit.outside.more', { hours: claimed / 60 });
	return minutes < claimed && !reason ? no('credit.outside.less') : yes({});
}

/**
 * The entry that makes an earlier one count `wanted` minutes. `counts` is what it counts now, `seen` what the officer
 * saw: they differ when somebody else corrected it meanwhile.
 */
export function decideCorrection(
	{ counts, seen }: { counts: number; seen: number },
	wanted: number
): Decision<{ minutes: number }> {
	if (counts !== seen) return no('credit.entry.changed');
	if (wanted === counts) return no('credit.entry.same');
	return yes({ minutes: wanted - counts });
}

/**
 * The minutes of the entry that makes a source count `wanted` again, by the system's rule; 0: none. What officers took
 * away or added stays, never below zero, and nothing is left of what no longer counts.
 */
export function computeBalance(
	{ counts, byOfficers }: { counts: number; byOfficers: number },
	wanted: number
): number {
	const target = wanted > 0 ? Math.max(0, wanted + byOfficers) : 0;
	return target - counts;
}

export interface RequirementPart {
	area?: string;
	method?: string;
	minutes: number;
}

/** What a year asks: so many minutes, and of these so many in an area or by a method. */
export interface Requirement {
	year: number;
	minutes: number;
	parts: RequirementPart[];
}

/** Whether a requirement can be set: this year's, last year's or next year's, and each of its parts once and within it. */
export function decideRequirement({ year, minutes, parts }: Requirement, today: IsoDate): Decision<object> {
	if (Math.abs(year - Number(today.slice(0, 4))) > 1) return no('credit.requirement.year');
	const keys = parts.map(({ area, method }) => `${area ?? ''}/${method ?? ''}`);
	if (keys.includes('/')) return no('credit.requirement.part');
	if (new Set(keys).size < keys.length) return no('credit.requirement.twice');
	return parts.some((part) => part.minutes > minutes) ? no('credit.requirement.part_over') : yes({});
}

export interface Earned {
	area: string;
	method: string;
	minutes: number;
}

const sum = (entries: readonly Earned[]): number => entries.reduce((all, { minutes }) => all + minutes, 0);

/** Minutes by area or method, most first. */
export function sumBy(entries: readonly Earned[], by: 'area' | 'method'): { id: string; minutes: number }[] {
	const sums = new Map<string, number>();
	for (const entry of entries) sums.set(entry[by], (sums.get(entry[by]) ?? 0) + entry.minutes);
	return [...sums]
		.map(([id, minutes]) => ({ id, minutes }))
		.filter(({ minutes }) => minutes > 0)
		.sort((a, b) => b.minutes - a.minutes || (a.id < b.id ? -1 : 1));
}

/** What was earned, held against a year's requirement: the whole and each part. Nothing is met where nothing is asked. */
export function holdAgainst(entries: readonly Earned[], requirement: Requirement | null) {
	const minutes = sum(entries);
	const parts = (requirement?.parts ?? []).map((part) => {
		const counted = entries.filter(
			(one) => (!part.area || one.area === part.area) && (!part.method || one.method === part.method)
		);
		const have = sum(counted);
		return { ...part, need: part.minutes, have, met: have >= part.minutes };
	});
	return {
		minutes,
		need: requirement?.minutes ?? null,
		parts,
		met: requirement !== null && minutes >= requirement.minutes && parts.every((part) => part.met)
	};
}
