import type { LessonAsk } from '$lib/content/module-format';
import type { LessonQuestion, LessonVideo } from '../queries/lesson.server';

type Numbered = LessonQuestion & { number: number };

/** What the parts of a lesson's page share: what the lesson has, what it asks for, and what the reader did so far. */
export interface Reading {
	/** Whether questions are only looked at, and not answered. */
	readonly preview: boolean;
	readonly asks: readonly LessonAsk[];
	readonly videos: Readonly<Record<string, LessonVideo>>;
	readonly questions: Readonly<Record<string, Numbered>>;
	/** Ids of the parts that were opened. */
	readonly parts: readonly string[];
	/** What the page's last form was refused with. */
	readonly form: Refused | null;
	/** Says that a part was opened. */
	open(part: string): void;
	/** Says how far a video was watched without a gap, in seconds; `now`: at once. */
	watch(video: string, seconds: number, now: boolean): void;
}

/** Nothing is remembered: for whoever looks at a lesson without learning it. */
export const previewOf = (
	videos: Record<string, LessonVideo> = {},
	questions: Record<string, Numbered> = {}
): Reading => ({
	...{ preview: true, asks: [], videos, questions, parts: [], form: null },
	open: () => {},
	watch: () => {}
});
