/** A `<question>` element as it stands in the file. */
export interface Block {
	xml: string;
	/** Where it begins, from 1. */
	line: number;
}

const OPEN = '<question';
const CLOSE = '</question>';

/**
 * The questions of a file, each cut out by itself, so that one that is not well-formed costs no other. Comments and
 * CDATA are passed over; a question that never ends, does so where the next begins.
 */
export function blocksOf(file: string): Block[] {
	const blocks: Block[] = [];
	const behind = endings(file);
	let [start, line, counted] = [-1, 1, 0];
	const end = (at: number) => {
		if (start < 0) return;
		line += file.slice(counted, start).split('\n').length - 1;
		counted = start;
		blocks.push({ xml: file.slice(start, at), line });
		start = -1;
	};
	for (let at = file.indexOf('<'); at >= 0; at = file.indexOf('<', at)) {
		if (file.startsWith('<!--', at)) at = behind(at, '-->');
		else if (file.startsWith('<![CDATA[', at)) at = behind(at, ']]>');
		else if (file.startsWith(CLOSE, at)) end((at += CLOSE.length));
		else if (/^<question[\s/>]/.test(file.slice(at, at + OPEN.length + 1))) {
			end(at);
			start = at;
			at += OPEN.length;
		} else at++;
	}
	end(file.length);
	return blocks;
}

/**
 * Gives the place behind the end of a comment or of CDATA, or directly behind its start when it never ends: CDATA that
 * would reach into another question was not closed. Places are asked for in their order, so that the file is searched once.
 */
function endings(file: string): (at: number, mark: string) => number {
	const found = new Map<string, number>();
	const next = (mark: string, at: number) => {
		const known = found.get(mark);
		if (known !== undefined && known >= at) return known;
		const place = file.indexOf(mark, at);
		found.set(mark, place < 0 ? Infinity : place);
		return found.get(mark)!;
	};
	return (at, mark) => {
		const end = next(mark, at);
		const isOpen = end === Infinity || (mark === ']]>' && next('<question type', at) < end);
		return isOpen ? at + 4 : end + mark.length;
	};
}

/** The line of a DOCTYPE before the first question; null when there is none. */
export function doctypeLine(file: string): number | null {
	const first = file.search(/<question[\s/>]/);
	const head = first < 0 ? file : file.slice(0, first);
	const at = head.search(/<!(doctype|entity)/i);
	return at < 0 ? null : head.slice(0, at).split('\n').length;
}
