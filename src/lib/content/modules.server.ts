import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { z } from 'zod';
import { locales } from '$lib/i18n/locales';
import { env } from '$lib/server/env';
import { canonicalJson } from '$lib/shared/json';
import { ContentError, shown } from './content-error.server';
import { checkSheet, moduleSheet, type Lesson, type ModuleContent } from './module-format';
import { readFiles } from './module-files.server';
import { checkLessons } from './module-lessons.server';

export { ContentError };

export interface LoadedModule {
	/** The folder, from the project's root. */
	folder: string;
	/** The number that the folder starts with: order in the catalogue. */
	position: number;
	content: ModuleContent;
	/** SHA-256 over the content's canonical JSON. */
	hash: string;
	/** Name of a file that the content names -> where it lies on disk. */
	paths: Record<string, string>;
}

/** Every module of `content/modules`, in order. Throws `ContentError` for the first file that is not as it must be. */
export function loadModules(dir = join(env.contentDir, 'modules')): LoadedModule[] {
	const folders = readdirSync(dir, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => name)
		.sort();
	return folders.map((name) => loadModule(join(dir, name), name));
}

function loadModule(folder: string, name: string): LoadedModule {
	const match = /^(\d+)-(.+)$/.exec(name);
	if (!match) throw new ContentError(`${shown(folder)}: a module's folder is named NN-code`);
	const { lessons, ...sheet } = readYaml(join(folder, 'module.yaml'), moduleSheet);
	if (sheet.code !== match[2]) {
		throw new ContentError(`${shown(folder)}/module.yaml: code: must be ${match[2]}, as the folder says`);
	}
	const check = readYaml(join(folder, 'check.yaml'), checkSheet);
	const texts: Lesson[] = lessons.map((lesson) => {
		const questions = check.lessons?.[lesson.slug];
		return {
			...lesson,
			...(questions?.length ? { questions } : {}),
			body: {
				'zh-CN': readLesson(folder, 'zh-CN', lesson.slug),
				en: readLesson(folder, 'en', lesson.slug)
			}
		};
	});
	const stray = Object.keys(check.lessons ?? {}).find((slug) => !lessons.some((one) => one.slug === slug));
	if (stray) throw new ContentError(`${shown(folder)}/check.yaml: lessons.${stray}: is not a lesson of module.yaml`);
	const { files, paths } = readFiles(folder, texts);
	checkLessons(folder, texts, files);
	const content: ModuleContent = {
		...sheet,
		lessons: texts,
		questions: check.questions,
		...(Object.keys(files).length ? { files } : {})
	};
	refuseStrays(folder, content);
	return { folder: shown(folder), position: Number(match[1]), content, hash: hashContent(content), paths };
}

export const hashContent = (content: ModuleContent): string =>
	createHash('sha256').update(canonicalJson(content)).digest('hex');

/** The files of a module's folder in which its content differs from another's, for the log. */
export function changedFiles(before: ModuleContent, after: ModuleContent): string[] {
	const differ = (a: unknown, b: unknown) => canonicalJson(a ?? null) !== canonicalJson(b ?? null);
	const sheet = ({ lessons, questions: _questions, files: _files, ...rest }: ModuleContent) => ({
		...rest,
		lessons: lessons.map(({ body: _body, questions: _questions, ...lesson }) => lesson)
	});
	const asked = ({ lessons, questions }: ModuleContent) => [
		questions,
		...lessons.map((lesson) => lesson.questions ?? [])
	];
	const hashOf = ({ files }: ModuleContent, name: string) => files?.[name]?.sha256;
	const names = [...new Set([before, after].flatMap(({ files }) => Object.keys(files ?? {})))].sort();
	const bodies = after.lessons.flatMap((lesson) => {
		const old = before.lessons.find(({ slug }) => slug === lesson.slug);
		return locales
			.filter((locale) => old?.body[locale] !== lesson.body[locale])
			.map((locale) => `${locale}/${lesson.slug}.md`);
	});
	return [
		...(differ(sheet(before), sheet(after)) ? ['module.yaml'] : []),
		...(differ(asked(before), asked(after)) ? ['check.yaml'] : []),
		...bodies,
		...names.filter((name) => hashOf(before, name) !== hashOf(after, name)).map((name) => `files/${name}`)
	];
}

function read(path: string): string {
	try {
		// One form of line ends, so that a checkout on another system gives the same hash.
		return readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();
	} catch (cause) {
		throw new ContentError(`${shown(path)}: cannot be read`, { cause });
	}
}

function readYaml<S extends z.ZodType>(path: string, schema: S): z.output<S> {
	let data: unknown;
	try {
		data = parse(read(path));
	} catch (cause) {
		if (cause instanceof ContentError) throw cause;
		throw new ContentError(`${shown(path)}: not YAML: ${(cause as Error).message}`, { cause });
	}
	const parsed = schema.safeParse(data);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new ContentError(`${shown(path)}: ${issue?.path.join('.') || 'file'}: ${issue?.message}`);
}

function readLesson(folder: string, locale: string, slug: string): string {
	const path = join(folder, locale, `${slug}.md`);
	const text = read(path);
	if (!text) throw new ContentError(`${shown(path)}: is empty`);
	return text;
}

/** A lesson file that `module.yaml` does not name would never be shown: more likely a slip than meant. */
function refuseStrays(folder: string, content: ModuleContent): void {
	const known = new Set(content.lessons.map(({ slug }) => `${slug}.md`));
	for (const locale of locales) {
		const dir = join(folder, locale);
		const stray = existsSync(dir) && readdirSync(dir).find((file) => file.endsWith('.md') && !known.has(file));
		if (stray) throw new ContentError(`${shown(join(dir, stray))}: is not among the lessons of module.yaml`);
	}
}
