import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

export interface Source {
	/** From the project's folder, with forward slashes. */
	path: string;
	text: string;
}

const root = resolve(import.meta.dirname, '../..');

/** The files below a folder of the project whose path matches. */
export function sources(folder: string, matching: RegExp): Source[] {
	return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
		.filter((path) => matching.test(path))
		.sort()
		.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
