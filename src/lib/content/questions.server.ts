import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { env } from '$lib/server/env';
import { blueprintSheet, questionSheet, type BlueprintContent, type QuestionContent } from './question-format';

/** Every question of `content/questions`, by area and id. Throws with file and reason for one that is not as it must be. */
export function loadQuestions(dir = join(env.contentDir, 'questions')): QuestionContent[] {
	const questions = sheetsIn(dir, questionSheet).flatMap(({ area, questions: list }) =>
		list.map((question) => ({ ...question, area }))
	);
	const seen = new Set<string>();
	for (const { id } of questions) {
		if (seen.has(id)) throw new Error(`${shown(dir)}: two questions are named ${id}`);
		seen.add(id);
	}
	return questions;
}

/** Every blueprint of `content/blueprints`. A file is named as the blueprint's code. */
export function loadBlueprints(dir = join(env.contentDir, 'blueprints')): BlueprintContent[] {
	return sheetsIn(dir, blueprintSheet, ({ code }) => code);
}

function sheetsIn<S extends z.ZodType>(
	dir: string,
	schema: S,
	nameOf?: (sheet: z.output<S>) => string
): z.output<S>[] {
	return readdirSync(dir)
		.filter((file) => file.endsWith('.yaml'))
		.sort()
		.map((file) => {
			const path = join(dir, file);
			const parsed = schema.safeParse(parse(readFileSync(path, 'utf8')));
			if (!parsed.success) {
				const [issue] = parsed.error.issues;
				throw new Error(`${shown(path)}: ${issue?.path.join('.') || 'file'}: ${issue?.message}`);
			}
			if (nameOf && nameOf(parsed.data) !== basename(file, '.yaml')) {
				throw new Error(`${shown(path)}: code must be ${basename(file, '.yaml')}`);
			}
			return parsed.data;
		});
}

const shown = (path: string) => relative(env.root, path) || path;
