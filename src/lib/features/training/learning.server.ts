import { and, eq, sql } from 'drizzle-orm';
import type { ModuleContent } from '$lib/content/module-format';
import { prepared, type Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import type { CheckAnswers } from './marking';
import { listCompleted } from './completed.server';
import { loadOwn, type OwnEnrolment } from './own-enrolments.server';
import { checkRulesOf, findMissing, pickEnrolment, type LearningFacts, type Try } from './rules';
import { enrolments, modules, moduleVersions } from './tables.server';
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

/** A completion as it was recorded: taking the module again changes nothing about it. */
export interface PastCompletion {
	enrolmentId: string;
	versionId: string;
	version: number;
	completedOn: IsoDate;
	creditMinutes: number;
	/** Percent of the try that passed. */
	score: number | null;
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
	/** Every completion of the module, of any version, from the first to the last. */
	completions: PastCompletion[];
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
		const begun = own.filter(({ version }) => entry.versions.includes(version));
		const picked = pickEnrolment(begun);
		return { entry, latest, begun, picked, version: picked?.version ?? latest };
	});
	const contents = await loadContents(
		db,
		chosen.flatMap(({ version, latest }) => [version.id, latest.id])
	);
	const completed = personId ? await listCompleted(db, personId) : new Set<string>();
	return chosen.map(({ entry, latest, begun, picked, version }) => {
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
			completion: picked?.completion ?? null,
			completions: begun.flatMap(pastCompletion)
		};
	});
}

const pastCompletion = ({ id, version, completion, tries }: OwnEnrolment): PastCompletion[] =>
	completion
		? [
				{
					...{ enrolmentId: id, versionId: version.id, version: version.version, ...completion },
					score: tries.find(({ passed }) => passed)?.score ?? null
				}
			]
		: [];

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
