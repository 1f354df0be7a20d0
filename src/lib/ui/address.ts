/** The current address with some search parameters changed; null takes one out. Paths stay as they are. */
export function withParams(url: URL, changes: Record<string, string | number | null>): string {
	// Parameters of a form action (`/name`) are no part of a page's address.
	const params = new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith('/')));
	for (const [name, value] of Object.entries(changes)) {
		if (value === null) params.delete(name);
		else params.set(name, String(value));
	}
	return params.size ? `?${params}` : url.pathname;
}
