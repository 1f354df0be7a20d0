import type { ErrorCode } from '$lib/i18n/codes';
import { Refusal } from '$lib/shared/errors';
import { readLessonText, type FrontMatter, type ReadLesson } from './front-matter';

type Fault = Extract<ReadLesson, { ok: false }>['fault'];

const CODES: Record<Fault, ErrorCode> = {
	open: 'training.draft.front_open',
	yaml: 'training.draft.front_yaml',
	list: 'training.draft.front_list',
	field: 'training.draft.front_field',
	title: 'training.draft.front_title',
	minutes: 'training.draft.front_minutes'
};

/** A lesson's text and its front matter; refuses front matter that cannot be read, at the field that holds it. */
export function takeLessonText(text: string, field: string): { body: string; front: FrontMatter } {
	const read = readLessonText(text);
	if (read.ok) return read;
	const code = CODES[read.fault];
	throw new Refusal('invalid', code, { line: read.line, about: read.about }, { [field]: code });
}
