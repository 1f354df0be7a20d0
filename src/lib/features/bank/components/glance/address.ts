/** The list of items narrowed to what is said; what is not said does not matter. */
export function itemsAddress(filter: Record<string, string | undefined>): string {
	const said = Object.entries(filter).flatMap(([name, value]) => (value ? [[name, value]] : []));
	return said.length ? `/staff/items?${new URLSearchParams(said)}` : '/staff/items';
}
