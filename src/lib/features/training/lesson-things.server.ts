import type { ContentFile, Lesson, ModuleContent } from '$lib/content/module-format';
import { locales, type Locale } from '$lib/i18n/locales';
import { readFileRange } from '$lib/features/files/index.server';
import type { Database } from '$lib/server/db/database';
import { videoSeconds } from '$lib/server/files/video-length';
import { findLacking, type Asked, type Lack, type LessonThings } from './reading';
import { blocksOf, renderedLesson } from './rendered.server';

interface Here {
	versionId: string;
	content: ModuleContent;
	lesson: Lesson;
}

/** A file never changes, and its length is read from a few of its bytes once. */
const lengths = new Map<string, number | null>();

async function lengthOf(db: Database, file: ContentFile | undefined): Promise<number | null> {
	if (!file) return null;
	let seconds = lengths.get(file.id);
	if (seconds === undefined) {
		seconds = await videoSeconds((from, to) => readFileRange(db, file.id, from, to - 1), file.size);
		lengths.set(file.id, seconds);
	}
	return seconds;
}

/** What a lesson has in one language, for what it asks. */
async function askedIn(db: Database, { versionId, content, lesson }: Here, locale: Locale): Promise<Asked> {
	const { blocks } = renderedLesson(versionId, content, lesson, locale);
	const videos: Asked['videos'][number][] = [];
	for (const { name, title } of blocksOf(blocks, 'video'))
		videos.push({ name, title: title || name, seconds: await lengthOf(db, content.files?.[name]) });
	return {
		parts: blocksOf(blocks, 'part').map(({ id, title }) => ({ id, title })),
		videos,
		questions: blocksOf(blocks, 'question').map(({ id }) => id)
	};
}

/** What a lesson has in all languages, for what a report may name. */
export async function listThings(db: Database, here: Here): Promise<LessonThings> {
	const all = [];
	for (const locale of locales) all.push(await askedIn(db, here, locale));
	return {
		parts: [...new Set(all.flatMap(({ parts }) => parts.map(({ id }) => id)))],
		videos: new Map(all.flatMap(({ videos }) => videos.map(({ name, seconds }) => [name, seconds])))
	};
}

/**
 * What a person still has to do before they may finish a lesson, in the words of their language. Whoever did
 * everything in another language has done it.
 */
export async function listLacking(
	db: Database,
	here: Here,
	locale: Locale,
	done: Parameters<typeof findLacking>[2]
): Promise<Lack[]> {
	if (!here.lesson.asks?.length) return [];
	const own = findLacking(here.lesson.asks, await askedIn(db, here, locale), done);
	for (const other of locales) {
		if (!own.length || other === locale) continue;
		if (!findLacking(here.lesson.asks, await askedIn(db, here, other), done).length) return [];
	}
	return own;
}
