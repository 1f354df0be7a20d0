import type { Given } from './question';
import { LONGEST_ANSWER } from './scoring/text';
import type { Shown } from './shown';

/** An answer in the ids that are shown, by the question's type. */
export type AnyGiven = Given[Shown['type']];

/** Most characters of an essay whose question names no limit. */
export const LONGEST_ESSAY = 20_000;
/** Most characters of a number, and of its unit. */
export const LONGEST_NUMBER = 40;

/** Whatever keeps the ids and, of a choice, the length of its list. Words do not matter. */
export type Asked =
	| { type: 'single' | 'multiple'; options: readonly Thing[] }
	| { type: 'trueFalse' | 'shortAnswer' }
	| { type: 'numeric'; unit: boolean }
	| { type: 'fillIn'; gaps: readonly string[] }
	| { type: 'matching'; lefts: readonly Thing[]; rights: readonly Thing[] }
	| { type: 'ordering'; items: readonly Thing[] }
	| { type: 'essay'; longest: number | null };
interface Thing {
	id: string;
}

/**
 * The answer in the fields that `QuestionInput` posts: `fields` is what stands under its `name` in the object of the form
 * (`formToObject`). Ids of authors never are names of fields: parts are `0`, `1` … in the order in which they are shown.
 * Null for no answer; what is not among what was asked is left out.
 */
export function readGiven(question: Asked, fields: unknown): AnyGiven | null {
	const at = (part: string | number) => (isObject(fields) ? lines(fields[part]) : '');
	switch (question.type) {
		case 'trueFalse':
			return fields === 'true' ? true : fields === 'false' ? false : null;
		case 'multiple':
			return fitGiven(question, typeof fields === 'string' ? [fields] : fields);
		case 'numeric':
			return fitGiven(question, { number: at('number'), unit: at('unit') });
		case 'fillIn':
			return fitGiven(question, byId(question.gaps, at));
		case 'matching':
			return fitGiven(question, byId(idsOf(question.lefts), at));
		case 'ordering':
			// Two at one place stand in the order in which they are shown.
			return fitGiven(
				question,
				idsOf(question.items)
					.map((id, i) => ({ id, place: Number(at(i)) }))
					.filter(({ place }) => place > 0)
					.sort((a, b) => a.place - b.place)
					.map(({ id }) => id)
			);
		default:
			return fitGiven(question, typeof fields === 'string' ? lines(fields) : null);
	}
}

/** The fields with which a form posts an answer, by name and value: what `readGiven` reads back. */
export function fieldsOf(question: Asked, name: string, given: AnyGiven | null): [string, string][] {
	const parts = (ids: readonly string[], valueOf: (id: string) => string): [string, string][] =>
		ids.map((id, i) => [`${name}.${i}`, valueOf(id)]);
	const byPart = (given ?? {}) as Record<string, string>;
	switch (question.type) {
		case 'multiple':
			return ((given ?? []) as string[]).map((id) => [`${name}[]`, id]);
		case 'numeric': {
			const { number = '', unit = '' } = byPart;
			return [
				[`${name}.number`, number],
				...(question.unit ? [[`${name}.unit`, unit] as [string, string]] : [])
			];
		}
		case 'fillIn':
			return parts(question.gaps, (id) => byPart[id] ?? '');
		case 'matching':
			return parts(idsOf(question.lefts), (id) => byPart[id] ?? '');
		case 'ordering': {
			const order = (given ?? []) as string[];
			return parts(idsOf(question.items), (id) => (order.includes(id) ? String(order.indexOf(id) + 1) : ''));
		}
		default:
			return given === null ? [] : [[name, String(given)]];
	}
}

/** What stands under a name in a form's fields, as `formToObject` makes it. */
export function fieldsFrom(fields: Iterable<readonly [string, string]>, name: string): unknown {
	let whole: string | undefined;
	const list: string[] = [];
	const parts: Record<string, string> = {};
	for (const [key, value] of fields) {
		if (key === name) whole = value;
		else if (key === `${name}[]`) list.push(value);
		else if (key.startsWith(`${name}.`)) parts[key.slice(name.length + 1)] = value;
	}
	return whole ?? (list.length ? list : parts);
}

/** An answer as it came, from a form or as JSON, cut to what was asked; null where nothing of it answers. */
export function fitGiven(question: Asked, given: unknown): AnyGiven | null {
	switch (question.type) {
		case 'single':
			return question.options.some(({ id }) => id === given) ? (given as string) : null;
		case 'multiple':
			return someOf(question.options, given);
		case 'ordering':
			return someOf(question.items, given, true);
		case 'trueFalse':
			return typeof given === 'boolean' ? given : null;
		case 'numeric': {
			const { number, unit } = isObject(given) ? given : {};
			const kept = cut(number, LONGEST_NUMBER);
			if (!kept) return null;
			const of = question.unit && cut(unit, LONGEST_NUMBER);
			return { number: kept, ...(of && { unit: of }) };
		}
		case 'fillIn':
			return parts(question.gaps, given, (text) => cut(text, LONGEST_ANSWER) ?? '');
		case 'matching': {
			const rights = new Set(idsOf(question.rights));
			return parts(idsOf(question.lefts), given, (id) => (rights.has(id) ? id : ''));
		}
		case 'shortAnswer':
			return cut(given, LONGEST_ANSWER);
		case 'essay':
			return cut(given, question.longest ?? LONGEST_ESSAY);
	}
}

const idsOf = (things: readonly Thing[]): string[] => things.map(({ id }) => id);
const byId = (ids: readonly string[], at: (place: number) => string) =>
	Object.fromEntries(ids.map((id, i) => [id, at(i)]));
const isFilled = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
/** As much of a text as is taken; null where nothing stands in that. */
function cut(value: unknown, most: number): string | null {
	const kept = isFilled(value) ? value.slice(0, most) : '';
	return isFilled(kept) ? kept : null;
}
const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
/** Forms end a line with two characters, pages with one; what was read once reads the same again. */
const lines = (value: unknown): string => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n') : '');

/** Those that are asked for, each once: as they are shown, or as they were put in order. */
function someOf(things: readonly Thing[], given: unknown, isOrder = false): string[] | null {
	const chosen = Array.isArray(given) ? new Set<unknown>(given) : new Set();
	const ids = idsOf(things);
	const kept = isOrder
		? [...chosen].filter((id): id is string => ids.includes(id as string))
		: ids.filter((id) => chosen.has(id));
	return kept.length ? kept : null;
}

function parts(
	ids: readonly string[],
	given: unknown,
	fit: (text: string) => string
): Record<string, string> | null {
	if (!isObject(given)) return null;
	const kept = ids.flatMap((id) => {
		const text = Object.hasOwn(given, id) ? given[id] : undefined;
		const fitting = isFilled(text) ? fit(text) : '';
		return fitting ? [[id, fitting] as const] : [];
	});
	return kept.length ? Object.fromEntries(kept) : null;
}
