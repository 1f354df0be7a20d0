import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectFile, type FileFault } from '$lib/server/files/inspect';
import { FILE_LIMITS, tidyFileName } from '$lib/shared/file-kinds';
import { ContentError, shown } from './content-error.server';
import { filesNamed } from './lesson-check.server';
import type { ContentFile, Lesson } from './module-format';

const REASONS: Record<FileFault, string> = {
	empty: 'is empty',
	unknown: 'is no picture, video, captions or document that can be shown',
	video_type: 'is a video of a kind that browsers do not play (take MP4 or WebM)',
	picture_broken: 'is a broken picture',
	picture_huge: 'is larger than 12,000 pixels',
	document_macros: 'holds macros',
	svg_broken: 'is not well-formed SVG',
	svg_size: 'has neither width and height nor a viewBox',
	svg_script: 'holds what can run',
	svg_handler: 'holds an event handler',
	svg_external: 'refers to something outside itself',
	captions_text: 'is not UTF-8',
	captions_empty: 'holds no cue',
	captions_time: 'has a cue whose times cannot be'
};

/** An id that the bytes themselves give, so that the same file is stored once (RFC 9562, 5.8). */
function idOf(sha256: string): string {
	const variant = ((parseInt(sha256.charAt(16), 16) & 0x3) | 0x8).toString(16);
	const hex = `${sha256.slice(0, 12)}8${sha256.slice(13, 16)}${variant}${sha256.slice(17, 32)}`;
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The files of a module's folder `files/` that its lessons show, by name; those that no lesson shows are left. */
export function readFiles(
	folder: string,
	lessons: readonly Lesson[]
): { files: Record<string, ContentFile>; paths: Record<string, string> } {
	const names = lessons.flatMap(({ body }) => Object.values(body).flatMap((text) => [...filesNamed(text)]));
	const files: Record<string, ContentFile> = {};
	const paths: Record<string, string> = {};
	for (const name of [...new Set(names)].sort()) {
		const path = join(folder, 'files', name);
		// What is missing is told with the line that names it.
		if (name !== tidyFileName(name) || !existsSync(path)) continue;
		const bytes = readFileSync(path);
		const found = inspectFile(bytes);
		if (!found.ok) {
			throw new ContentError(`${shown(path)}: ${REASONS[found.fault]}${found.about ? ` (${found.about})` : ''}`);
		}
		const { ok: _ok, ...facts } = found;
		if (bytes.length > FILE_LIMITS[facts.kind]) throw new ContentError(`${shown(path)}: is too large`);
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		files[name] = { id: idOf(sha256), ...facts, size: bytes.length, sha256 };
		paths[name] = path;
	}
	return { files, paths };
}
