/** JSON with keys sorted at every depth: the same value gives the same bytes, which hashes are taken over. */
export const canonicalJson = (value: unknown): string => JSON.stringify(inOrder(value));

/** The value with its keys put in order: a replacer function would do the same at twice the cost. */
function inOrder(value: unknown): unknown {
	if (value === null || typeof value !== 'object') return value;
	const { toJSON } = value as { toJSON?: () => unknown };
	if (typeof toJSON === 'function') return inOrder(toJSON.call(value));
	if (Array.isArray(value)) return value.map(inOrder);
	const from = value as Record<string, unknown>;
	const keys = Object.keys(from).sort();
	// Set like the others, this one would vanish from what is hashed.
	if (keys.includes('__proto__')) return Object.fromEntries(keys.map((key) => [key, inOrder(from[key])]));
	const sorted: Record<string, unknown> = {};
	for (const key of keys) sorted[key] = inOrder(from[key]);
	return sorted;
}
