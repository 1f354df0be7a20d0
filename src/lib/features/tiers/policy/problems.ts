import type { core, ZodType } from 'zod';
import type { MessageKey } from '$lib/i18n/codes';
import words from '$lib/i18n/messages/en/tiers.json';

type Code = keyof typeof words extends infer K ? (K extends `problem.${infer C}` ? C : never) : never;

/** Steps from the top of the document to the place that is wrong. */
export type Path = readonly (string | number)[];

/** What is wrong with a policy document, and where. Lines and columns count from 1. */
export interface Problem {
	line: number | null;
	column: number | null;
	/** Key of the words in the reader's language, with its values. */
	key: MessageKey;
	params: Record<string, string | number>;
	/** The same in English, for logs. */
	reason: string;
}

export type Located = Omit<Problem, 'line' | 'column'> & { path: Path };

/** Gathers every problem of one document. */
export class Problems {
	readonly found: Located[] = [];

	add(path: Path, code: Code, params: Problem['params'] = {}): null {
		this.found.push({ path, ...problem(code, params) });
		return null;
	}

	/** The value as a schema lets it through, or null with a problem for everything that it refuses. */
	read<T>(schema: ZodType<T>, value: unknown, path: Path): T | null {
		const parsed = schema.safeParse(value);
		if (parsed.success) return parsed.data;
		for (const issue of parsed.error.issues) this.addIssue(issue, path, value);
		return null;
	}

	private addIssue(issue: core.$ZodIssue, at: Path, value: unknown): void {
		const path = [...at, ...issue.path.filter((step) => typeof step !== 'symbol')];
		const field = path.join('.') || 'document';
		switch (issue.code) {
			case 'unrecognized_keys':
				for (const key of issue.keys) this.add([...path, key], 'unknownField', { path: field, field: key });
				return;
			case 'invalid_type':
				if (valueAt(value, issue.path) === undefined)
					return void this.add(path, 'fieldMissing', { path: field });
				return void this.add(path, typeCode(issue.expected), { path: field });
			case 'too_small':
				if (issue.origin === 'array') return void this.add(path, 'emptyList', { path: field });
				if (issue.origin === 'string') return void this.add(path, 'fieldMissing', { path: field });
				return void this.add(path, issue.inclusive ? 'tooSmall' : 'notAbove', {
					path: field,
					minimum: Number(issue.minimum)
				});
			case 'too_big':
				return void this.add(path, 'tooBig', { path: field, maximum: Number(issue.maximum) });
			case 'invalid_value':
				return void this.add(path, 'choice', { path: field, values: issue.values.join(', ') });
			case 'invalid_union':
				return void this.add(path, 'wrongValue', { path: field });
			default:
				// A condition's own rule gives a code of `problem.*` as its message, or else words in English.
				if (isCode(issue.message)) this.add(path, issue.message, { path: field });
				else this.add(path, 'refused', { path: field, why: issue.message });
		}
	}
}

const isCode = (message: string): message is Code => `problem.${message}` in words;

/** A problem with its English words; the catalogue is their only source. */
export function problem(code: Code, params: Problem['params']): Omit<Problem, 'line' | 'column'> {
	const key = `tiers.problem.${code}` as MessageKey;
	const reason = words[`problem.${code}`].replace(/\{(\w+)\}/g, (_, name: string) =>
		String(params[name] ?? '')
	);
	return { key, params, reason };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
	return path.reduce<unknown>((inner, step) => (inner as Record<PropertyKey, unknown> | null)?.[step], value);
}

function typeCode(expected: string): Code {
	switch (expected) {
		case 'int':
			return 'wantsInteger';
		case 'number':
			return 'wantsNumber';
		case 'array':
			return 'wantsList';
		case 'object':
		case 'record':
			return 'wantsMap';
		case 'boolean':
			return 'wantsBoolean';
		default:
			return 'wantsText';
	}
}
