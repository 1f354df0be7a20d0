/** Every text of a form's content by its place in it: `stem.en`, `rows.2.answer`. Ids are left out. */
export function flatten(
	value: unknown,
	path: string[] = [],
	into = new Map<string, string>()
): Map<string, string> {
	if (Array.isArray(value)) value.forEach((one, i) => flatten(one, [...path, String(i + 1)], into));
	else if (value !== null && typeof value === 'object')
		for (const [key, one] of Object.entries(value)) {
			if (key !== 'id') flatten(one, [...path, key], into);
		}
	else if (value !== '' && value !== false) into.set(path.join('.'), String(value));
	return into;
}
