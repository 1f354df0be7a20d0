import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Lesson, ModuleContent } from '$lib/content/module-format';
import { prepared, type Database } from '$lib/server/db/database';
import { conflict, notFound } from '$lib/shared/errors';
import type { LessonState } from './learning.server';
import { pickEnrolment } from './rules';
import {
	completions,
	enrolments,
	lessonAnswers,
	lessonProgress,
	modules,
	moduleVersions
} from './tables.server';
import { loadCatalogue, loadContents } from './versions.server';

export interface LessonAnswer {
	question: string;
	chosen: string[];
	correct: boolean;
}

/** A lesson as the person who reads it stands to it. */
export interface OwnLesson {
	enrolmentId: string;
	versionId: string;
	startedAt: Date;
	completed: boolean;
	content: ModuleContent;
	lesson: Lesson;
	/** Of every lesson that was opened. */
	lessons: Map<string, LessonState>;
	/** To the questions inside this lesson, by question. */
	answers: Map<string, LessonAnswer>;
}

type ProgressRow = Omit<LessonState, 'openedAt' | 'finishedAt'> & {
	lesson: string;
	openedAt: string;
	finishedAt: string | null;
};

/** Everything of a person that a lesson's page shows, in one round trip: a page of every few minutes for everybody. */
const ownLesson = prepared((db) =>
	db
		.select({
			id: enrolments.id,
			versionId: enrolments.moduleVersionId,
			startedAt: enrolments.startedAt,
			completed: sql<boolean>`${completions.id} is not null`,
			progress: sql<
				ProgressRow[] | null
			>`(select json_agg(json_build_object('lesson', p.lesson, 'place', p.place,
				'seconds', p.seconds, 'parts', p.parts, 'watched', p.watched, 'openedAt', p.opened_at,
				'finishedAt', p.finished_at)) from ${lessonProgress} p where p.enrolment_id = ${enrolments.id})`,
			answers: sql<LessonAnswer[] | null>`(select json_agg(json_build_object('question', a.question,
				'chosen', a.chosen, 'correct', a.correct) order by a.at, a.id) from ${lessonAnswers} a
				where a.enrolment_id = ${enrolments.id} and a.lesson = ${sql.placeholder('lesson')})`
		})
		.from(enrolments)
		.innerJoin(moduleVersions, eq(moduleVersions.id, enrolments.moduleVersionId))
		.innerJoin(modules, eq(modules.id, moduleVersions.moduleId))
		.leftJoin(completions, eq(completions.enrolmentId, enrolments.id))
		.where(
			and(
				eq(enrolments.personId, sql.placeholder('personId')),
				eq(modules.code, sql.placeholder('code')),
				isNull(enrolments.movedAt)
			)
		)
		.orderBy(asc(enrolments.startedAt), asc(enrolments.id))
		.prepare('own_lesson')
);

/**
 * A lesson of the version that a person studies. Null when they have not begun the module, or begun a
 * version without that lesson; refuses a module or a lesson that does not exist.
 */
export async function findOwnLesson(
	db: Database,
	personId: string,
	code: string,
	slug: string
): Promise<OwnLesson | null> {
	const picked = pickEnrolment(await ownLesson(db).execute({ personId, code, lesson: slug }));
	const { content, lesson } = await lookUp(db, picked?.versionId, slug);
	if (!picked || !content || !lesson) {
		// A lesson of the latest version that theirs lacks is there, but not for them.
		if (!(await lookUp(db, await latestVersion(db, code), slug)).lesson) throw notFound();
		return null;
	}
	const { versionId } = picked;
	const date = (value: string | null) => (value === null ? null : new Date(value));
	return {
		...{ enrolmentId: picked.id, versionId, startedAt: picked.startedAt, completed: picked.completed },
		...{ content, lesson },
		lessons: new Map(
			(picked.progress ?? []).map(({ lesson: name, openedAt, finishedAt, ...row }) => [
				name,
				{ ...row, openedAt: new Date(openedAt), finishedAt: date(finishedAt) }
			])
		),
		answers: new Map((picked.answers ?? []).map((answer) => [answer.question, answer]))
	};
}

/** The same for who must have begun it. */
export async function getOwnLesson(
	db: Database,
	personId: string,
	code: string,
	slug: string
): Promise<OwnLesson> {
	const own = await findOwnLesson(db, personId, code, slug);
	if (!own) throw conflict('training.module.not_started');
	return own;
}

async function lookUp(db: Database, versionId: string | undefined, slug: string) {
	const content = versionId && (await loadContents(db, [versionId])).get(versionId);
	return content
		? { content, lesson: content.lessons.find((one) => one.slug === slug) }
		: { content: null, lesson: null };
}

async function latestVersion(db: Database, code: string): Promise<string> {
	const entry = (await loadCatalogue(db)).find((one) => one.code === code);
	if (!entry) throw notFound();
	return entry.versions.at(-1)!.id;
}
