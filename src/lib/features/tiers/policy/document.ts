import { isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node } from 'yaml';
import { problem, type Path, type Problem } from './problems';

/** Longer than any standard; what is longer is not read at all. */
const LONGEST = 200_000;

/** Places named where the YAML itself is broken. */
const MOST_BROKEN = 3;

type Place = Pick<Problem, 'line' | 'column'>;

/** The YAML of a policy: its content, and where in the text each part stands. */
export class PolicyText {
	readonly content: unknown = null;
	/** Why there is no content. */
	readonly broken: Problem[] = [];
	private readonly lines = new LineCounter();
	private readonly document: Document | null = null;

	constructor(yaml: string) {
		if (yaml.length > LONGEST) {
			this.broken.push({ line: 1, column: 1, ...problem('tooLong', { most: LONGEST }) });
			return;
		}
		try {
			this.document = parseDocument(yaml, {
				...{ lineCounter: this.lines, uniqueKeys: true },
				// The place stands beside the words already.
				prettyErrors: false
			});
			this.findBroken(this.document);
			if (!this.broken.length) this.content = this.document.toJS({ maxAliasCount: 0 });
		} catch (error) {
			// For instance thousands of brackets in one another.
			const why = error instanceof Error ? error.message : String(error);
			this.broken.push({ line: 1, column: 1, ...problem('yaml', { why }) });
		}
	}

	private findBroken(document: Document): void {
		// One forgotten bracket breaks every line after it: the first few say enough.
		for (const { pos, message } of [...document.errors, ...document.warnings].slice(0, MOST_BROKEN)) {
			this.broken.push({ ...this.at(pos[0]), ...problem('yaml', { why: message.split('\n')[0] ?? '' }) });
		}
		// A few aliases of aliases are a billion values; a standard has no use for them.
		visit(document, {
			Alias: (_, node) => this.refuse(node),
			Value: (_, node) => (node.anchor ? this.refuse(node) : undefined)
		});
	}

	private refuse(node: Node): void {
		this.broken.push({ ...this.at(node.range?.[0] ?? 0), ...problem('alias', {}) });
	}

	private at(offset: number): Place {
		const { line, col } = this.lines.linePos(offset);
		return { line, column: col };
	}

	/** Where a part stands, or the deepest part above it that the text has. Fields stand where their name does. */
	placeOf(path: Path): Place {
		let node: unknown = this.document?.contents;
		let offset = (node as Node | null)?.range?.[0] ?? 0;
		for (const step of path) {
			if (isMap(node)) {
				const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
				if (!pair) break;
				offset = (pair.key as Node).range?.[0] ?? offset;
				node = pair.value;
			} else if (isSeq(node)) {
				node = node.items[Number(step)];
				if (!node) break;
				offset = (node as Node).range?.[0] ?? offset;
			} else break;
		}
		return this.at(offset);
	}
}
