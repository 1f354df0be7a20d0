/** A change of a text: what replaces the characters between two places, and what is selected then. */
export interface Edit {
	from: number;
	to: number;
	text: string;
	start: number;
	end: number;
}

const STEP = '  ';

/**
 * What a key does in a YAML text beside being typed: Tab indents the line or all that are selected, Shift+Tab takes
 * it back, Enter begins the next line as deep as this one. Null: the browser's own doing.
 */
export function keyed(
	key: { key: string; shiftKey: boolean },
	text: string,
	start: number,
	end: number
): Edit | null {
	if (key.key === 'Enter' && !key.shiftKey) return newLine(text, start, end);
	if (key.key !== 'Tab') return null;
	const isWide = text.slice(start, end).includes('\n');
	if (!key.shiftKey && !isWide) return typed(start, end, STEP);
	return indent(text, start, end, key.shiftKey);
}

const typed = (from: number, to: number, text: string): Edit => ({
	...{ from, to, text },
	start: from + text.length,
	end: from + text.length
});

/** One step deeper after what opens a block. */
function newLine(text: string, start: number, end: number): Edit {
	const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
	const depth = /^ */.exec(line)?.[0] ?? '';
	const opens = /:\s*$/.test(line) ? STEP : '';
	// Below the first key of a list's item.
	const item = /^ *- +\S/.test(line) ? STEP : '';
	return typed(start, end, `\n${depth}${item}${opens}`);
}

function indent(text: string, start: number, end: number, isBack: boolean): Edit {
	const from = text.lastIndexOf('\n', start - 1) + 1;
	// A selection that ends at the start of a line does not mean that line.
	const last = end > start && text[end - 1] === '\n' ? end - 1 : end;
	const next = text.indexOf('\n', last);
	const to = next < 0 ? text.length : next;
	const lines = text.slice(from, to).split('\n');
	const changed = lines.map((line) => (isBack ? line.replace(/^ {1,2}/, '') : line ? STEP + line : line));
	const inserted = changed.join('\n');
	const first = changed[0]!.length - lines[0]!.length;
	return {
		...{ from, to, text: inserted },
		start: Math.max(from, start + first),
		end: Math.max(from, end + inserted.length - (to - from))
	};
}
