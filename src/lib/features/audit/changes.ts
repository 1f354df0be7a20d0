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

/** Before and after of an entry, what changed first: nested objects by dotted names, lists on one line. */
export function changesOf(before: unknown, after: unknown): Change[] {
	const old = flatten(before);
	const now = flatten(after);
	const changes = [...new Set([...old.keys(), ...now.keys()])].map((field) => {
		const was = old.get(field) ?? null;
		const is = now.get(field) ?? null;
		return { field, before: was, after: is, changed: was !== is };
	});
	return [...changes.filter(({ changed }) => changed), ...changes.filter(({ changed }) => !changed)];
}

/** Everything in entries that may be an id, for whoever can say what it names. */
export const idsIn = (
	entries: readonly { personId: string | null; subjectId: string; changes: readonly Change[] }[]
): string[] =>
	entries.flatMap(({ personId, subjectId, changes }) =>
		[personId, subjectId, ...changes.flatMap(({ before, after }) => [before, after])].filter(
			(value): value is string => value?.length === 36
		)
	);

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
