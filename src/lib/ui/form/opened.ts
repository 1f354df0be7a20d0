/**
 * Asked for as a page's script begins to take the page over, gives what to do once it has: what somebody opened or closed
 * before stays so. Taking over sets every `<details>` to what the server had said.
 */
export function keepOpened(): () => void {
	if (typeof document === 'undefined') return () => {};
	const all = [...document.querySelectorAll('details')].map((element) => [element, element.open] as const);
	return () => {
		for (const [element, open] of all) element.open = open;
	};
}
