import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';

/** What stands before a lesson's text between two lines `---`. */
export interface FrontMatter {
	title?: string;
	minutes?: number;
}

export type ReadLesson =
	| { ok: true; body: string; front: FrontMatter }
	/** `line` counts from the first of the whole text. `about`: the field, or what YAML says. */
	| {
			ok: false;
			fault: 'open' | 'yaml' | 'list' | 'field' | 'title' | 'minutes';
			line: number;
			about: string;
	  };

/**
 * A lesson's file or pasted text: its front matter, which may give title and minutes, and the rest. A text that begins
 * with a rule (`---` and then no field) has none.
 */
export function readLessonText(text: string): ReadLesson {
	const lines = text
		.replace(/^\uFEFF/, '')
		.replaceAll('\r\n', '\n')
		.split('\n');
	const isFront = lines[0]?.trimEnd() === '---' && /^\s*(\S+:(\s|$)|#|---\s*$)/.test(lines[1] ?? '');
	if (!isFront) return { ok: true, body: lines.join('\n').trim(), front: {} };
	const end = lines.findIndex((line, index) => index > 0 && /^(---|\.\.\.)\s*$/.test(line));
	if (end < 0) return { ok: false, fault: 'open', line: 1, about: '' };
	const counter = new LineCounter();
	const document = parseDocument(lines.slice(1, end).join('\n'), { lineCounter: counter });
	const lineAt = (offset: number) => counter.linePos(offset).line + 1;
	const [error] = document.errors;
	if (error) {
		const about = error.message.split(/ at line |:?\n/)[0] ?? '';
		return { ok: false, fault: 'yaml', line: lineAt(error.pos[0]), about };
	}
	const front: FrontMatter = {};
	const { contents } = document;
	if (contents !== null && !isMap(contents)) return { ok: false, fault: 'list', line: 2, about: '' };
	for (const { key, value } of contents?.items ?? []) {
		const name = isScalar(key) ? String(key.value) : '';
		const line = lineAt(isScalar(key) ? (key.range?.[0] ?? 0) : 0);
		const given = isScalar(value) ? value.value : undefined;
		if (name === 'title' && typeof given === 'string' && given.trim()) front.title = given.trim();
		else if (name === 'title') return { ok: false, fault: 'title', line, about: name };
		else if (name === 'minutes' && Number.isInteger(given) && Number(given) >= 1 && Number(given) <= 600)
			front.minutes = Number(given);
		else if (name === 'minutes') return { ok: false, fault: 'minutes', line, about: name };
		else return { ok: false, fault: 'field', line, about: name };
	}
	return {
		ok: true,
		body: lines
			.slice(end + 1)
			.join('\n')
			.trim(),
		front
	};
}
