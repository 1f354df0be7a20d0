/** A lesson's text cut at its directives; `line` is the first line of each, 1 the first of the text. */
export type LessonPiece = { line: number } & (
	| { kind: 'markdown'; text: string }
	| { kind: 'question'; id: string }
	| { kind: 'video'; name: string; captions: string | null; title: string }
	| { kind: 'part'; title: string }
	| { kind: 'end' }
	/** A word after `::` that means nothing, or a directive that lacks what it needs. */
	| { kind: 'unknown'; text: string }
);

const DIRECTIVE = /^ {0,3}::([A-Za-z][\w-]*)(?:[ \t]+(.*))?$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

/** Cuts Markdown at the lines that are directives; those within fenced code are code. */
export function cutLesson(markdown: string): LessonPiece[] {
	const pieces: LessonPiece[] = [];
	let text: string[] = [];
	let from = 1;
	let fence: string | null = null;
	const flush = (next: number) => {
		if (text.some((line) => line.trim())) pieces.push({ kind: 'markdown', text: text.join('\n'), line: from });
		text = [];
		from = next;
	};
	for (const [index, line] of markdown.replaceAll('\r\n', '\n').split('\n').entries()) {
		const [, mark, rest = ''] = FENCE.exec(line) ?? [];
		if (mark && fence === null) fence = mark;
		else if (mark && fence !== null && mark.startsWith(fence) && !rest.trim()) fence = null;
		const directive = fence === null && DIRECTIVE.exec(line);
		if (directive) {
			flush(index + 2);
			pieces.push({ ...read(directive[1]!, (directive[2] ?? '').trim(), line.trim()), line: index + 1 });
		} else text.push(line);
	}
	flush(0);
	return pieces;
}

type Directive = LessonPiece extends infer P ? (P extends LessonPiece ? Omit<P, 'line'> : never) : never;

function read(word: string, rest: string, text: string): Directive {
	if (word === 'question' && /^[a-z][a-z0-9]*$/.test(rest)) return { kind: 'question', id: rest };
	if (word === 'part' && rest) return { kind: 'part', title: rest };
	if (word === 'end' && !rest) return { kind: 'end' };
	const video = word === 'video' && /^files\/(\S+)(?:\s+captions=files\/(\S+))?(?:\s+(.+))?$/.exec(rest);
	if (video) {
		const [, name = '', captions = null, title = ''] = video;
		return { kind: 'video', name, captions, title };
	}
	return { kind: 'unknown', text };
}
