import type { ContentFile } from '$lib/content/module-format';

/** Where a file of a module is read from, for `renderLesson` and for players. */
export const moduleFileAddress = (name: string, file: Pick<ContentFile, 'id'>): string =>
	`/training/files/${file.id}/${encodeURIComponent(name)}`;
