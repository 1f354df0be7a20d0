import type { LessonAsk } from '$lib/content/module-format';

/** The fastest that the player plays: watching a minute takes at least half of one. */
export const FASTEST = 2;
/** What the clocks of two machines and the last frame of a video may differ by, in seconds. */
const SLACK = 5;
/** A video counts as watched when no more than this is left, in seconds. */
const LEFT_OVER = 3;

export interface ReadingState {
	seconds: number;
	parts: readonly string[];
	/** File name of a video -> how far it was watched without a gap, in seconds. */
	watched: Readonly<Record<string, number>>;
}

/** What a lesson has: ids of its parts, and its videos by file name with their length in seconds where it is known. */
export interface LessonThings {
	parts: readonly string[];
	videos: ReadonlyMap<string, number | null>;
}

/**
 * What a report adds to what is known, as far as time allows: the time in use never exceeds the time since the lesson
 * was opened, nor do its videos take less than half their length. Nothing is taken back, and what the lesson does not
 * have is left out. `passed`: seconds since the lesson was opened.
 */
export function acceptReading(
	known: ReadingState,
	report: ReadingState,
	things: LessonThings,
	passed: number
): { seconds: number; parts: string[]; watched: Record<string, number> } {
	const seconds = Math.max(known.seconds, Math.min(known.seconds + report.seconds, Math.floor(passed)));
	const parts = [...new Set([...known.parts, ...report.parts])].filter((id) => things.parts.includes(id));
	const watched = { ...known.watched };
	const sum = Object.values(watched).reduce((total, value) => total + value, 0);
	let left = Math.max(0, FASTEST * passed + SLACK - sum);
	for (const [name, length] of things.videos) {
		const before = watched[name] ?? 0;
		const wanted = Math.min(report.watched[name] ?? 0, length ?? Infinity);
		const more = Math.min(Math.max(0, wanted - before), left);
		if (more > 0) watched[name] = before + more;
		left -= more;
	}
	return { seconds, parts, watched };
}

/** What a lesson of one language has in the order of its text, with the words that it is called by. */
export interface Asked {
	parts: readonly { id: string; title: string }[];
	/** `seconds`: the length; null when the file does not tell. */
	videos: readonly { name: string; title: string; seconds: number | null }[];
	questions: readonly string[];
}

export type Lack =
	| { kind: 'part'; title: string }
	| { kind: 'video'; title: string }
	/** The place among the lesson's questions, from 1. */
	| { kind: 'question'; number: number };

/** Whether a video was watched to its end; one whose length nobody knows, once it was begun. */
export const isWatched = (seconds: number | null, watched: number | undefined): boolean =>
	watched !== undefined && watched >= (seconds === null ? 1 : Math.max(0, seconds - LEFT_OVER));

/** What a person still has to do before a lesson may be finished, in the order of kinds and of the text. */
export function findLacking(
	asks: readonly LessonAsk[] | undefined,
	asked: Asked,
	done: { parts: readonly string[]; watched: Readonly<Record<string, number>>; answered: ReadonlySet<string> }
): Lack[] {
	const wants = (ask: LessonAsk) => asks?.includes(ask) ?? false;
	const lacking: Lack[] = [];
	if (wants('parts'))
		for (const { id, title } of asked.parts)
			if (!done.parts.includes(id)) lacking.push({ kind: 'part', title });
	if (wants('videos'))
		for (const { name, title, seconds } of asked.videos)
			if (!isWatched(seconds, done.watched[name])) lacking.push({ kind: 'video', title });
	if (wants('questions'))
		for (const [index, id] of asked.questions.entries())
			if (!done.answered.has(id)) lacking.push({ kind: 'question', number: index + 1 });
	return lacking;
}
