import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '$lib/server/env';

export interface RulesFile {
	/** `mentoring/<effective date>.yaml`. */
	name: string;
	text: string;
}

/** The files of `content/mentoring/`, in order; an organisation without any keeps the usual rules. */
export function readRulesFiles(folder = join(env.contentDir, 'mentoring')): RulesFile[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter((name) => name.endsWith('.yaml'))
		.sort()
		.map((name) => ({ name: `mentoring/${name}`, text: readFileSync(join(folder, name), 'utf8') }));
}
