import type { IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';

export interface KnownVersion {
	id: string;
	effectiveFrom: IsoDate;
}

/** What stands around a draft of a ladder: what is published, and what others have submitted. */
export interface Around {
	today: IsoDate;
	published: readonly KnownVersion[];
	/** Dates of other drafts that wait for publication. */
	submitted: readonly IsoDate[];
}

/** The published version with the latest date; null for a ladder that is new. */
export const newestOf = (published: readonly KnownVersion[]): KnownVersion | null =>
	published.reduce<KnownVersion | null>(
		(newest, version) => (newest && newest.effectiveFrom > version.effectiveFrom ? newest : version),
		null
	);

/**
 * Whether a standard may take effect on a date: in the future, so that nobody is judged by what was not yet known,
 * and after every other one, so that no version is put between two that are in people's hands.
 */
export function decideDate(date: IsoDate, { today, published, submitted }: Around): Decision<object> {
	if (published.some(({ effectiveFrom }) => effectiveFrom === date))
		return no('tiers.draft.date_taken', { date });
	if (date <= today) return no('tiers.draft.date_past', { date });
	const newest = newestOf(published);
	if (newest && newest.effectiveFrom > date) {
		return no('tiers.draft.date_before', { date, newest: newest.effectiveFrom });
	}
	if (submitted.includes(date)) return no('tiers.draft.date_submitted', { date });
	const latest = [...submitted].sort().at(-1);
	if (latest && latest > date) return no('tiers.draft.date_before_submitted', { date, newest: latest });
	return yes({});
}

/** A draft as it would be published. */
export interface Candidate {
	/** Null: the text has problems. */
	effectiveFrom: IsoDate | null;
	problems: readonly { line: number | null }[];
	/** The version that the writer has worked from or has taken into account. */
	baseId: string | null;
}

/** Whether a draft may be submitted, and again whether it may be published: what was true may have changed between. */
export function decideText(draft: Candidate, around: Around): Decision<{ effectiveFrom: IsoDate }> {
	const { effectiveFrom, problems, baseId } = draft;
	if (problems.length || !effectiveFrom) {
		return no('tiers.draft.problems', { count: problems.length, line: problems[0]?.line ?? 1 });
	}
	const dated = decideDate(effectiveFrom, around);
	if (!dated.ok) return dated;
	const newest = newestOf(around.published);
	if (newest && newest.id !== baseId) return no('tiers.draft.base_moved', { newest: newest.effectiveFrom });
	return yes({ effectiveFrom });
}
