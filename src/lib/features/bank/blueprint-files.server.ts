import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { ContentError, shown } from '$lib/content/content-error.server';
import { env } from '$lib/server/env';
import type { BlueprintContent } from './blueprint-content';
import { blueprintSheet } from './blueprint-sheet';

/**
 * Every blueprint of `content/blueprints`. A file is named as the blueprint's code. Throws with file and reason for one
 * that is not as it must be.
 */
export function loadBlueprints(dir = join(env.contentDir, 'blueprints')): BlueprintContent[] {
	return readdirSync(dir)
		.filter((file) => file.endsWith('.yaml'))
		.sort()
		.map((file) => {
			const path = join(dir, file);
			const parsed = blueprintSheet.safeParse(parse(readFileSync(path, 'utf8')));
			if (!parsed.success) {
				const [issue] = parsed.error.issues;
				throw new ContentError(`${shown(path)}: ${issue?.path.join('.') || 'file'}: ${issue?.message}`);
			}
			if (parsed.data.code !== basename(file, '.yaml')) {
				throw new ContentError(`${shown(path)}: code must be ${basename(file, '.yaml')}`);
			}
			return parsed.data;
		});
}
