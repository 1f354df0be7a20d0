import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '$lib/server/env';

export interface PolicyFile {
	/** Path below `content/`, e.g. `policies/bank/2026-01-01.yaml`. */
	name: string;
	text: string;
}

/** Every grade standard of `content/policies/<ladder>/`, oldest first. Their meaning is checked by the tiers feature. */
export function readPolicyFiles(folder = join(env.contentDir, 'policies')): PolicyFile[] {
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.flatMap((ladder) =>
			readdirSync(join(folder, ladder.name))
				.filter((name) => name.endsWith('.yaml'))
				.sort()
				.map((name) => ({
					name: `policies/${ladder.name}/${name}`,
					text: readFileSync(join(folder, ladder.name, name), 'utf8')
				}))
		);
}
