import katex from 'katex';

export interface MathNode {
	tag: string;
	attributes: Record<string, string>;
	children: MathNode[];
	text: string;
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', '#x27': "'" };
const decode = (text: string) =>
	text.replace(/&(lt|gt|amp|quot|#x27);/g, (_, name: string) => ENTITIES[name] ?? '');

/**
 * TeX as a tree of presentation MathML, its source left out. Null for what is no TeX that KaTeX knows; macros that
 * grow without end and addresses are refused by KaTeX itself.
 */
export function parseFormula(tex: string, display: boolean): MathNode | null {
	if (tex.length > 4000) return null;
	try {
		const markup = katex.renderToString(tex, {
			...{ output: 'mathml', displayMode: display, throwOnError: true, strict: 'ignore', trust: false },
			...{ maxExpand: 200, maxSize: 20 }
		});
		return treeOf(markup);
	} catch {
		return null;
	}
}

function treeOf(markup: string): MathNode | null {
	const root: MathNode = { tag: 'root', attributes: {}, children: [], text: '' };
	const open = [root];
	for (const [, closing, tag = '', rest = '', text] of markup.matchAll(/<(\/?)([a-z]+)([^>]*)>|([^<]+)/g)) {
		const top = open[open.length - 1] ?? root;
		if (text !== undefined) top.text += decode(text);
		else if (closing) open.pop();
		else {
			const attributes = Object.fromEntries(
				[...rest.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, decode(value)])
			);
			const node = { tag, attributes, children: [], text: '' };
			top.children.push(node);
			if (!rest.endsWith('/')) open.push(node);
		}
	}
	const find = (node: MathNode): MathNode | null =>
		node.tag === 'semantics'
			? (node.children[0] ?? null)
			: (node.children.map(find).find((found) => found !== null) ?? null);
	return find(root);
}
