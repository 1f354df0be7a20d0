/** Begins at the end of what scrolls sideways: the latest comes first into sight. */
export function showEnd(node: HTMLElement): void {
	node.scrollLeft = node.scrollWidth;
}
