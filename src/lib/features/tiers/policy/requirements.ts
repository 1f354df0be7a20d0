import type { ZodType } from 'zod';
import { conditions } from '../conditions';
import type { Path, Problems } from './problems';
import { countedSchema, localText, partsSchema, refSchema, requirementSchema } from './schema';
import type { Requirement } from './types';

/** Deeper than any standard that people can read, and far from what would exhaust the stack. */
const DEEPEST = 8;

/** Reads a list of requirements; what is wrong is noted and left out. */
export function readRequirements(raw: readonly unknown[], path: Path, problems: Problems): Requirement[] {
	return raw.flatMap((one, i) => readRequirement(one, [...path, i], problems, 1) ?? []);
}

/** Exactly one condition or group, beside its label and the name by which it may be waived. */
function readRequirement(raw: unknown, path: Path, problems: Problems, depth: number): Requirement | null {
	if (depth > DEEPEST) return problems.add(path, 'tooDeep', { most: DEEPEST });
	const fields = problems.read(requirementSchema, raw, path);
	if (!fields) return null;
	const { label: rawLabel, ref: rawRef, ...rest } = fields;
	const label = rawLabel === undefined ? null : problems.read(localText, rawLabel, [...path, 'label']);
	const ref = rawRef === undefined ? null : problems.read(refSchema, rawRef, [...path, 'ref']);
	const [kind, ...more] = Object.keys(rest);
	if (kind === undefined || more.length) {
		return problems.add(path, 'oneCondition', { count: kind === undefined ? 0 : more.length + 1 });
	}
	const inner = [...path, kind];
	const parts = (list: readonly unknown[], at: Path) =>
		list.flatMap((part, i) => readRequirement(part, [...at, i], problems, depth + 1) ?? []);
	if (kind === 'all' || kind === 'any') {
		const list = problems.read(partsSchema, rest[kind], inner);
		return list && { label, ref, kind, of: parts(list, inner) };
	}
	if (kind === 'atLeast') {
		const counted = problems.read(countedSchema, rest[kind], inner);
		if (!counted) return null;
		const { count, of } = counted;
		if (count > of.length) problems.add([...inner, 'count'], 'countTooLarge', { count, parts: of.length });
		return { label, ref, kind, count, of: parts(of, [...inner, 'of']) };
	}
	const condition = conditions.get(kind);
	if (!condition)
		return problems.add(inner, 'unknownKind', { kind, known: [...conditions.keys()].join(', ') });
	const args = problems.read(condition.args as ZodType<Record<string, unknown>>, rest[kind] ?? {}, inner);
	return args && { label, ref, kind, args };
}
