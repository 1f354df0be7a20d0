import type { Setting } from './atoms.server';

/** An element of the document's structure that takes what is drawn, and further elements. */
export interface Element {
	add(child: PDFKit.PDFStructureElement | (() => void)): unknown;
}

export interface Column {
	x: number;
	width: number;
}

/** Where nothing is told: what is drawn for the eye once more. Elements are not made for it, as none would be ended. */
export const SILENT: Element = { add: (child) => (typeof child === 'function' ? child() : undefined) };

/** An element below another; all end with the document. */
export function openElement({ ink }: Setting, parent: Element, type: string, options = {}): Element {
	if (parent === SILENT) return parent;
	const element = ink.doc.struct(type as 'P', options);
	parent.add(element);
	return element;
}
