import { loadModules, type LoadedModule } from '$lib/content/modules.server';
import { hashContent } from '$lib/content/modules.server';
import type { ModuleContent } from '$lib/content/module-format';
import { finishLesson, publishModules, startModule } from '$lib/features/training/index.server';
import type { World } from '../../support/database';
import type { GivenPerson } from '../../support/world';

/** The module that these tests study. */
export const CODE = 'knowing-the-customer';
const [loaded] = loadModules() as [LoadedModule];
/** Whatever its version is by now, these tests begin with the first. */
export const content: ModuleContent = { ...loaded.content, version: 1 };
export const module: LoadedModule = { ...loaded, content, hash: hashContent(content) };
export const lessons = content.lessons.map(({ slug }) => slug);

/** The module with a change, as it would lie on disk. */
export function changed(change: Partial<ModuleContent>): LoadedModule {
	const next = { ...content, ...change };
	return { ...module, content: next, hash: hashContent(next) };
}

export const published = (world: World) => publishModules(world.ctx(), [module]);

/** Answers of which the first `wrong` are wrong. */
export function answers(wrong = 0): Record<string, string[]> {
	return Object.fromEntries(
		content.questions.map(({ id, options }, index) => {
			const right = options.filter(({ correct }) => correct).map((option) => option.id);
			const other = options.filter(({ correct }) => !correct).map((option) => option.id);
			return [id, index < wrong ? other.slice(0, 1) : right];
		})
	);
}

/** Somebody who finished every lesson, at the given time. */
export async function givenReady(world: World, person: GivenPerson, now: Date): Promise<void> {
	const ctx = world.ctx(person, now);
	await startModule(ctx, { module: CODE });
	for (const lesson of lessons) await finishLesson(ctx, { module: CODE, lesson });
}
