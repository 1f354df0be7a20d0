import { lexer, walkTokens, type Token } from 'marked';
import { fileName } from './html.server';
import { cutLesson, type LessonPiece } from './lesson-pieces';
import type { ContentFile } from './module-format';

export const lessonFaults = [
	'empty',
	'too_long',
	'heading1',
	'file_unknown',
	'picture_type',
	'picture_elsewhere',
	'video_unknown',
	'video_type',
	'captions_unknown',
	'captions_type',
	'video_title',
	'question_unknown',
	'question_twice',
	'part_nested',
	'part_open',
	'part_empty',
	'end_alone',
	'directive'
] as const;

/** What is wrong in a lesson's text, at a line (1 is the first); `about` names the file, question, part or word. */
export interface LessonProblem {
	line: number;
	fault: (typeof lessonFaults)[number];
	about: string;
}

/** Most characters of a lesson in one language. */
export const LONGEST_LESSON = 60_000;

/** Everything that is wrong in a lesson's Markdown, given the files and questions that it may show; in order. */
export function checkLesson(
	markdown: string,
	known: { files: Record<string, Pick<ContentFile, 'kind'>>; questions: readonly string[] }
): LessonProblem[] {
	if (!markdown.trim()) return [{ line: 1, fault: 'empty', about: '' }];
	if (markdown.length > LONGEST_LESSON)
		return [{ line: 1, fault: 'too_long', about: String(markdown.length) }];
	const problems: LessonProblem[] = [];
	const kindOf = (name: string) => (Object.hasOwn(known.files, name) ? known.files[name]?.kind : undefined);
	const placed = new Set<string>();
	let part: Extract<LessonPiece, { kind: 'part' }> | null = null;
	let isEmpty = false;
	for (const piece of cutLesson(markdown)) {
		const say = (fault: LessonProblem['fault'], about = '') =>
			problems.push({ line: piece.line, fault, about });
		if (piece.kind === 'markdown') checkMarkdown(piece, kindOf, problems);
		if (piece.kind === 'unknown') say('directive', piece.text);
		if (piece.kind === 'question') {
			if (!known.questions.includes(piece.id)) say('question_unknown', piece.id);
			else if (placed.has(piece.id)) say('question_twice', piece.id);
			placed.add(piece.id);
		}
		if (piece.kind === 'video') {
			const kind = kindOf(piece.name);
			if (!kind) say('video_unknown', piece.name);
			else if (kind !== 'video') say('video_type', piece.name);
			if (!piece.title) say('video_title', piece.name);
			const captions = piece.captions && kindOf(piece.captions);
			if (piece.captions && !captions) say('captions_unknown', piece.captions);
			else if (piece.captions && captions !== 'captions') say('captions_type', piece.captions);
		}
		if (piece.kind === 'part') {
			if (part) say('part_nested', part.title);
			part = piece;
			isEmpty = true;
		} else if (piece.kind === 'end') {
			if (!part) say('end_alone');
			else if (isEmpty) say('part_empty', part.title);
			part = null;
		} else isEmpty = false;
	}
	if (part) problems.push({ line: part.line, fault: 'part_open', about: part.title });
	return problems;
}

function checkMarkdown(
	piece: Extract<LessonPiece, { kind: 'markdown' }>,
	kindOf: (name: string) => ContentFile['kind'] | undefined,
	problems: LessonProblem[]
): void {
	let line = piece.line;
	for (const block of lexer(piece.text)) {
		const at = line;
		line += block.raw.split('\n').length - 1;
		walkTokens([block], (token: Token) => {
			const say = (fault: LessonProblem['fault'], about: string) => problems.push({ line: at, fault, about });
			if (token.type === 'heading' && token['depth'] === 1) say('heading1', String(token['text']));
			if (token.type !== 'image' && token.type !== 'link') return;
			const href = String(token['href']);
			const name = fileName(href);
			const kind = name === null ? undefined : kindOf(name);
			if (name !== null && !kind) say('file_unknown', name);
			else if (token.type === 'image' && name === null) say('picture_elsewhere', href);
			else if (token.type === 'image' && kind !== 'picture') say('picture_type', name ?? href);
		});
	}
}

/** The names of files that a text shows or leads to. */
export function filesNamed(markdown: string): Set<string> {
	const names = new Set<string>();
	for (const piece of cutLesson(markdown)) {
		if (piece.kind === 'video') {
			names.add(piece.name);
			if (piece.captions) names.add(piece.captions);
		}
		if (piece.kind !== 'markdown') continue;
		walkTokens(lexer(piece.text), (token: Token) => {
			const name = token.type === 'image' || token.type === 'link' ? fileName(String(token['href'])) : null;
			if (name !== null) names.add(name);
		});
	}
	return names;
}

/** What a text places besides its words: the same is expected of both languages. */
export function shapeOf(markdown: string): { questions: string[]; videos: number; parts: number } {
	const pieces = cutLesson(markdown);
	return {
		questions: pieces.flatMap((piece) => (piece.kind === 'question' ? [piece.id] : [])).sort(),
		videos: pieces.filter(({ kind }) => kind === 'video').length,
		parts: pieces.filter(({ kind }) => kind === 'part').length
	};
}
