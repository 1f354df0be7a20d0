import { relative } from 'node:path';
import { env } from '$lib/server/env';

/** A content file cannot be used: the message names the file and the reason. */
export class ContentError extends Error {
	override readonly name = 'ContentError';
}

/** A path as messages name it: from the project's folder. */
export const shown = (path: string): string => relative(env.root, path) || path;
