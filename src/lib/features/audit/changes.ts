import { canonicalJson } from '$lib/shared/json';

/** A value as one readable line; null where there was none. */
export type Shown = string | null;

export interface Change {
	/** Dotted path of the field. */
	field: string;
	before: Shown;
	after: Shown;
	changed: boolean;
}

/** Before and after of an entry, field by field: nested objects by dotted names, lists on one line. */
export function changesOf(before: unknown, after: unknown): Change[] {
	const old = flatten(before);
	const now = flatten(after);
	return [...new Set([...old.keys(), ...now.keys()])].map((field) => {
		const was = old.get(field) ?? null;
		const is = now.get(field) ?? null;
		return { field, before: was, after: is, changed: was !== is };
	});
}

function flatten(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
	if (value === null || value === undefined) return into;
	if (typeof value === 'object' && !Array.isArray(value)) {
		for (const [key, inner] of Object.entries(value)) flatten(inner, path ? `${path}.${key}` : key, into);
		return into;
	}
	into.set(path, Array.isArray(value) ? value.map(word).join(', ') : word(value));
	return into;
}

const word = (value: unknown): string =>
	typeof value === 'object' && value !== null ? canonicalJson(value) : String(value);
