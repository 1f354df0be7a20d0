import { and, countDistinct, eq, isNull, sql } from 'drizzle-orm';
import { mayAnywhere, reachesOf, type Actor } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import { localText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { forbidden, notFound } from '$lib/shared/errors';
import { people, units } from '../../people/tables.server';
import { checkAttempts, completions, enrolments } from '../tables.server';
import { renderedLesson, withHtml } from '../rendered.server';
import { loadCatalogue, loadContents } from '../versions.server';
import { listQuestions, listVideos } from './lesson.server';

const publishes = (actor: Actor) => mayAnywhere(actor, 'training.module.publish');

/** Who sees modules as staff: who publishes them, and who follows the progress of others. */
function requireStaff({ actor }: Context): void {
	const follows = reachesOf(actor, 'training.progress.read').some(
		({ reach }) => reach === 'unit' || reach === 'organisation'
	);
	if (!publishes(actor) && !follows) throw forbidden();
}

/**
 * Every published version with how many began and completed it and how its check went. Whoever publishes counts
 * everybody (figures without names); others those whose progress they may read.
 */
export async function listModuleVersions(ctx: Context) {
	requireStaff(ctx);
	const catalogue = await loadCatalogue(ctx.db);
	const versions = catalogue.flatMap((entry) =>
		entry.versions.map((version) => ({
			code: entry.code,
			version,
			isLatest: version === entry.versions.at(-1),
			isRetired: entry.retiredAt !== null
		}))
	);
	const contents = await loadContents(
		ctx.db,
		versions.map(({ version }) => version.id)
	);
	const figures = await ctx.db
		.select({
			versionId: enrolments.moduleVersionId,
			// People: whoever takes a version again is one of them still.
			enrolled: countDistinct(enrolments.personId),
			completed: countDistinct(completions.personId),
			tries: countDistinct(checkAttempts.id),
			passes: sql<number>`count(distinct ${checkAttempts.id}) filter (where ${checkAttempts.passed})`.mapWith(
				Number
			)
		})
		.from(enrolments)
		.innerJoin(people, eq(people.id, enrolments.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(completions, eq(completions.enrolmentId, enrolments.id))
		.leftJoin(checkAttempts, eq(checkAttempts.enrolmentId, enrolments.id))
		.where(
			and(
				isNull(enrolments.movedAt),
				publishes(ctx.actor)
					? undefined
					: whereMay(ctx.actor, 'training.progress.read', { personId: people.id, unitPath: units.path })
			)
		)
		.groupBy(enrolments.moduleVersionId);
	return versions.map(({ code, version, isLatest, isRetired }) => {
		const content = contents.get(version.id)!;
		const counted = figures.find(({ versionId }) => versionId === version.id);
		return {
			...{ id: version.id, code, version: version.version, isLatest, isRetired, title: content.title },
			publishedAt: version.publishedAt.toISOString(),
			lessonCount: content.lessons.length,
			creditMinutes: content.creditMinutes,
			enrolled: counted?.enrolled ?? 0,
			completed: counted?.completed ?? 0,
			tries: counted?.tries ?? 0,
			passes: counted?.passes ?? 0
		};
	});
}

/**
 * A version as staff preview it: everything about it and one lesson in the reader's language (the first unless
 * `lesson` names one). Questions with their key only for whoever publishes modules.
 */
export async function getModulePreview(
	ctx: Context,
	code: string,
	wanted: { version?: number; lesson?: string }
) {
	requireStaff(ctx);
	const entry = (await loadCatalogue(ctx.db)).find((one) => one.code === code);
	const version = entry?.versions.find((one) => one.version === wanted.version) ?? entry?.versions.at(-1);
	if (!entry || !version || (wanted.version !== undefined && version.version !== wanted.version))
		throw notFound();
	const content = (await loadContents(ctx.db, [version.id])).get(version.id)!;
	const lesson = wanted.lesson
		? content.lessons.find(({ slug }) => slug === wanted.lesson)
		: content.lessons[0];
	if (!lesson) throw notFound();
	const { title, summary, outcomes, creditMinutes, passMark, knowledgeArea } = content;
	const { blocks } = renderedLesson(version.id, content, lesson, ctx.locale);
	return {
		...{ code, title, summary, outcomes, creditMinutes, passMark, knowledgeArea },
		version: version.version,
		versions: entry.versions.map((one) => one.version),
		publishedAt: version.publishedAt.toISOString(),
		contentHash: version.contentHash,
		lessons: content.lessons.map(({ slug, title, minutes }) => ({ slug, title, minutes })),
		lesson: {
			slug: lesson.slug,
			title: lesson.title,
			blocks: withHtml(blocks),
			videos: listVideos(content, blocks, ctx.locale),
			questions: listQuestions(lesson, blocks, ctx.locale, null)
		},
		questions: publishes(ctx.actor)
			? content.questions.map(({ id, type, stem, options, explanation }) => ({
					...{ id, type, stem: localText(stem, ctx.locale), explanation: localText(explanation, ctx.locale) },
					options: options.map(({ id, text, correct }) => ({
						id,
						text: localText(text, ctx.locale),
						correct
					}))
				}))
			: null
	};
}
