import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { ModuleContent } from '$lib/content/module-format';
import { prepared, type Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import type { CheckAnswers } from './marking';
import { checkRulesOf, findMissing, pickEnrolment, type LearningFacts, type Try } from './rules';
import {
	checkAllowances,
	checkAttempts,
	completions,
	enrolments,
	lessonProgress,
	modules,
	moduleVersions
} from './tables.server';
import { loadCatalogue, loadContents, type VersionRow } from './versions.server';

export interface LessonState {
	place: number;
	seconds: number;
	openedAt: Date;
	finishedAt: Date | null;
	/** Ids of the parts that were opened. */
	parts: string[];
	/** File name of a video -> how far it was watched without a gap, in seconds. */
	watched: Record<string, number>;
}

/** One module as one person stands to it: the version that they began, or the latest. */
export interface Learning {
	code: string;
	position: number;
	version: VersionRow;
	latest: VersionRow;
	content: ModuleContent;
	enrolment: { id: string; startedAt: Date } | null;
	lessons: Map<string, LessonState>;
	/** From the first to the last. */
	tries: (Try & { id: string; answers: CheckAnswers })[];
	completion: { completedOn: IsoDate; creditMinutes: number } | null;
	facts: LearningFacts;
	/** The last sign of work on it. */
	touchedAt: Date | null;
}

/** How a person stands to every published module, in the catalogue's order. Null for nobody in particular. */
export async function loadLearning(
	db: Database,
	personId: string | null,
	code?: string
): Promise<Learning[]> {
	const all = await loadCatalogue(db);
	const open = new Set(all.filter(({ retiredAt }) => !retiredAt).map((entry) => entry.code));
	const catalogue = all.filter((entry) => code === undefined || entry.code === code);
	const own =
		personId && catalogue.length
			? await loadOwn(
					db,
					personId,
					catalogue.flatMap((e) => e.versions)
				)
			: [];
	const chosen = catalogue.map((entry) => {
		const latest = entry.versions.at(-1)!;
		const picked = pickEnrolment(own.filter(({ version }) => entry.versions.includes(version)));
		return { entry, latest, picked, version: picked?.version ?? latest };
	});
	const contents = await loadContents(
		db,
		chosen.flatMap(({ version, latest }) => [version.id, latest.id])
	);
	const completed = personId ? await listCompleted(db, personId) : new Set<string>();
	return chosen.map(({ entry, latest, picked, version }) => {
		const content = contents.get(version.id)!;
		const lessons = picked?.lessons ?? new Map<string, LessonState>();
		const tries = picked?.tries ?? [];
		const facts: LearningFacts = {
			started: picked !== null,
			lessons: content.lessons.map(({ slug }) => slug),
			finished: new Set([...lessons].filter(([, { finishedAt }]) => finishedAt).map(([slug]) => slug)),
			tries,
			check: checkRulesOf(content, picked?.granted),
			completed: picked?.completed ?? false,
			retired: entry.retiredAt !== null,
			missing: findMissing(contents.get(latest.id)!.requires, completed, open)
		};
		const signs = [...lessons.values()]
			.map((l) => l.finishedAt ?? l.openedAt)
			.concat(tries.map(({ at }) => at));
		if (picked) signs.push(picked.startedAt);
		const touchedAt = signs.length ? new Date(Math.max(...signs.map(Number))) : null;
		return {
			...{
				code: entry.code,
				position: entry.position,
				version,
				latest,
				content,
				lessons,
				tries,
				facts,
				touchedAt
			},
			enrolment: picked && { id: picked.id, startedAt: picked.startedAt },
			completion: picked?.completion ?? null
		};
	});
}

/** How a person stands to one module; refuses a code that is not published. */
export async function getLearning(db: Database, personId: string, code: string): Promise<Learning> {
	const [learning] = await loadLearning(db, personId, code);
	if (!learning) throw notFound();
	return learning;
}

/** Makes everything else that a person does in a module wait until this transaction ends. */
export async function lockEnrolments(tx: Database, personId: string, code: string): Promise<void> {
	await heldOf(tx).execute({ personId, code });
}
const heldOf = prepared((db) =>
	db
		.select({ id: enrolments.id })
		.from(enrolments)
		.innerJoin(moduleVersions, eq(moduleVersions.id, enrolments.moduleVersionId))
		.innerJoin(modules, eq(modules.id, moduleVersions.moduleId))
		.where(
			and(eq(enrolments.personId, sql.placeholder('personId')), eq(modules.code, sql.placeholder('code')))
		)
		.for('update', { of: enrolments })
		.prepare('lock_enrolments')
);

/** The codes of the modules of which a person completed a version, whichever. */
export async function listCompleted(db: Database, personId: string): Promise<Set<string>> {
	return new Set((await completedBy(db).execute({ personId })).map(({ code }) => code));
}
const completedBy = prepared((db) =>
	db
		.selectDistinct({ code: modules.code })
		.from(completions)
		.innerJoin(moduleVersions, eq(moduleVersions.id, completions.moduleVersionId))
		.innerJoin(modules, eq(modules.id, moduleVersions.moduleId))
		.where(eq(completions.personId, sql.placeholder('personId')))
		.prepare('completed_by')
);

/** Whether a person completed any version of a module. Asks no permission: for rules and features. */
export const isComplete = async (db: Database, personId: string, code: string): Promise<boolean> =>
	(await listCompleted(db, personId)).has(code);

const begunBy = prepared((db) =>
	db
		.select({
			id: enrolments.id,
			versionId: enrolments.moduleVersionId,
			startedAt: enrolments.startedAt,
			completedOn: completions.completedOn,
			creditMinutes: completions.creditMinutes,
			granted: sql<number>`(select coalesce(sum(${checkAllowances.tries}), 0) from ${checkAllowances}
				where ${checkAllowances.enrolmentId} = ${enrolments.id})`.mapWith(Number)
		})
		.from(enrolments)
		.leftJoin(completions, eq(completions.enrolmentId, enrolments.id))
		.where(and(eq(enrolments.personId, sql.placeholder('personId')), isNull(enrolments.movedAt)))
		.orderBy(asc(enrolments.startedAt), asc(enrolments.id))
		.prepare('begun_by')
);

async function loadOwn(db: Database, personId: string, versions: VersionRow[]) {
	const ofVersion = new Map(versions.map((version) => [version.id, version]));
	const begun = (await begunBy(db).execute({ personId })).filter(({ versionId }) => ofVersion.has(versionId));
	const ids = begun.map(({ id }) => id);
	if (!ids.length) return [];
	const progress = await db.select().from(lessonProgress).where(inArray(lessonProgress.enrolmentId, ids));
	const attempts = await db
		.select()
		.from(checkAttempts)
		.where(inArray(checkAttempts.enrolmentId, ids))
		.orderBy(asc(checkAttempts.at), sql`${checkAttempts.id}`);
	return begun.map(({ id, versionId, startedAt, completedOn, creditMinutes, granted }) => ({
		...{ id, startedAt, granted },
		version: ofVersion.get(versionId)!,
		completed: completedOn !== null,
		completion: completedOn === null ? null : { completedOn, creditMinutes: creditMinutes ?? 0 },
		lessons: new Map<string, LessonState>(
			progress.filter(({ enrolmentId }) => enrolmentId === id).map((row) => [row.lesson, row])
		),
		tries: attempts
			.filter(({ enrolmentId }) => enrolmentId === id)
			.map((row) => ({ ...row, answers: row.answers as CheckAnswers }))
	}));
}
