/** A stretch of time in milliseconds, from its first instant up to, not with, its last. */
export interface Interval {
	from: number;
	to: number;
}

/** Milliseconds that two stretches share; what only touches shares none. */
export const sharedOf = (a: Interval, b: Interval): number =>
	Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));

/** The same time as stretches that neither touch nor overlap, in their order; empty ones are left out. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
	const merged: Interval[] = [];
	for (const { from, to } of [...intervals]
		.filter((one) => one.from < one.to)
		.sort((a, b) => a.from - b.from)) {
		const last = merged.at(-1);
		if (last && from <= last.to) last.to = Math.max(last.to, to);
		else merged.push({ from, to });
	}
	return merged;
}

/** Milliseconds that stretches cover, however often. */
export const coveredBy = (intervals: readonly Interval[]): number =>
	mergeIntervals(intervals).reduce((sum, { from, to }) => sum + to - from, 0);

/** A session: when it began, where that was said, and how long it took. */
export interface Timed {
	startedAt: Date | null;
	minutes: number;
}

/** A session as a stretch; null where its beginning was not said. */
export const intervalOf = ({ startedAt, minutes }: Timed): Interval | null =>
	startedAt && { from: startedAt.getTime(), to: startedAt.getTime() + minutes * 60_000 };

/** Minutes of one person in sessions: those held at the same time count once, those without a beginning in full. */
export function minutesSpent(sessions: readonly Timed[]): number {
	const known = sessions.flatMap((session) => intervalOf(session) ?? []);
	const unknown = sessions.filter(({ startedAt }) => !startedAt);
	return coveredBy(known) / 60_000 + unknown.reduce((sum, { minutes }) => sum + minutes, 0);
}
