import { hashContent, loadModules } from '$lib/content/modules.server';
import type { ModuleContent } from '$lib/content/module-format';
import { createPathSchema } from '$lib/features/paths';
import { finishLesson, publishModules, startModule, submitCheck } from '$lib/features/training/index.server';
import { completions, enrolments, modules, moduleVersions } from '$lib/features/training/tables.server';
import { newId } from '$lib/shared/ids';
import { eq } from 'drizzle-orm';
import type { World } from '../../support/database';
import type { GivenPerson } from '../../support/world';

export const library = loadModules();
export const codes = library.map(({ content }) => content.code);

/** The modules on disk without what they require of each other, so that any may be taken first. */
export const publishLibrary = (world: World) =>
	publishModules(
		world.ctx(),
		library.map((one) => {
			const { requires: _requires, ...content } = one.content;
			return { ...one, content: content as ModuleContent, hash: hashContent(content as ModuleContent) };
		})
	);

/** The row of a form for a path: items as `module:code`. */
export const pathForm = (code: string, steps: { items: string[]; rule?: string; count?: string }[]) =>
	createPathSchema.parse({
		...{
			code,
			titleZh: '新任第一年',
			titleEn: 'First year',
			summaryZh: '先学基础',
			summaryEn: 'Basics first'
		},
		steps: Object.fromEntries(
			steps.map(({ items, ...rest }, i) => [String(i), { items: { ...items }, ...rest }])
		)
	});

/** A completion as it would stand there, written directly. */
export async function givenCompletion(
	world: World,
	person: GivenPerson,
	code: string,
	on: string
): Promise<void> {
	const at = new Date(`${on}T04:00:00Z`);
	const [version] = await world.db
		.select({ id: moduleVersions.id })
		.from(moduleVersions)
		.innerJoin(modules, eq(modules.id, moduleVersions.moduleId))
		.where(eq(modules.code, code));
	const enrolment = { id: newId(at), personId: person.id, moduleVersionId: version!.id, startedAt: at };
	await world.db.insert(enrolments).values(enrolment);
	await world.db.insert(completions).values({
		...{ id: newId(at), personId: person.id, moduleVersionId: version!.id, enrolmentId: enrolment.id },
		...{ completedOn: on, creditMinutes: 60, recordedAt: at }
	});
}

/** Studies a module by its commands, from the first lesson to a check with every answer right. */
export async function study(world: World, person: GivenPerson, code: string, at: Date): Promise<void> {
	const { content } = library.find((one) => one.content.code === code)!;
	await startModule(world.ctx(person, at), { module: code });
	for (const { slug } of content.lessons)
		await finishLesson(world.ctx(person, at), { module: code, lesson: slug });
	const answers = Object.fromEntries(
		content.questions.map(({ id, options }) => [
			id,
			options.filter((one) => one.correct).map((one) => one.id)
		])
	);
	await submitCheck(world.ctx(person, at), { module: code, answers });
}
