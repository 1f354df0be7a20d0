import type { Given, Question, Words } from './question';

export interface ShownChoice {
	id: string;
	text: Words;
}

/** A question as a candidate sees it: nothing here tells what is right, not by an id and not by an order. */
export type Shown =
	| { type: 'single' | 'multiple'; stem: Words; options: ShownChoice[] }
	| { type: 'trueFalse' | 'shortAnswer'; stem: Words }
	/** `unit`: one has to be given beside the number. */
	| { type: 'numeric'; stem: Words; unit: boolean }
	/** The gaps' ids stand in the stem as `{{id}}`. */
	| { type: 'fillIn'; stem: Words; gaps: string[] }
	| { type: 'matching'; stem: Words; lefts: ShownChoice[]; rights: ShownChoice[] }
	| { type: 'ordering'; stem: Words; items: ShownChoice[] }
	/** `longest`: most characters. */
	| { type: 'essay'; stem: Words; longest: number | null };

/** The question's own id behind one that is shown, where the own ones would tell what belongs together. */
export type Aliases = Record<string, string>;

/**
 * What is shown of a question. `mix` shuffles: right sides and things to order get ids by their shuffled places, for
 * authors write them beside what they belong to.
 */
export function shownOf(
	question: Question,
	mix: <T>(list: readonly T[]) => T[]
): { shown: Shown; aliases: Aliases } {
	const { type, stem } = question;
	const mixed = (list: readonly ShownChoice[]) => {
		const places = mix(list).map(({ id, text }, place) => ({ own: id, id: `r${place + 1}`, text }));
		return {
			choices: places.map(({ id, text }) => ({ id, text })),
			aliases: Object.fromEntries(places.map(({ id, own }) => [id, own]))
		};
	};
	switch (type) {
		case 'single':
		case 'multiple':
			return {
				shown: { type, stem, options: question.options.map(({ id, text }) => ({ id, text })) },
				aliases: {}
			};
		case 'trueFalse':
		case 'shortAnswer':
			return { shown: { type, stem }, aliases: {} };
		case 'numeric':
			return { shown: { type, stem, unit: Boolean(question.unit) }, aliases: {} };
		case 'fillIn':
			return { shown: { type, stem, gaps: question.gaps.map(({ id }) => id) }, aliases: {} };
		case 'matching': {
			const { choices, aliases } = mixed(
				[...question.pairs, ...question.others].map(({ id, right }) => ({ id, text: right }))
			);
			const lefts = question.pairs.map(({ id, left }) => ({ id, text: left }));
			return { shown: { type, stem, lefts, rights: choices }, aliases };
		}
		case 'ordering': {
			const { choices, aliases } = mixed(question.items);
			return { shown: { type, stem, items: choices }, aliases };
		}
		case 'essay':
			return { shown: { type, stem, longest: question.longest ?? null }, aliases: {} };
	}
}

/**
 * A candidate's answer in the question's own ids, as `scoreQuestion` reads it; null for none, and for one that does not
 * fit the question's kind.
 */
export function ownAnswer(
	type: Question['type'],
	given: unknown,
	aliases: Aliases
): Given[Question['type']] | null {
	const own = (id: string) => aliases[id] ?? '';
	switch (type) {
		case 'single':
		case 'shortAnswer':
		case 'essay':
			return typeof given === 'string' && given.trim() ? given : null;
		case 'multiple':
			return isTexts(given) && given.length ? given : null;
		case 'ordering':
			return isTexts(given) && given.length ? given.map(own) : null;
		case 'trueFalse':
			return typeof given === 'boolean' ? given : null;
		case 'numeric':
			return isRecord(given) && given['number']?.trim()
				? { number: given['number'], ...(given['unit'] && { unit: given['unit'] }) }
				: null;
		case 'fillIn':
			return isRecord(given) && Object.values(given).some((text) => text.trim()) ? given : null;
		case 'matching':
			return isRecord(given) && Object.keys(given).length
				? Object.fromEntries(Object.entries(given).map(([left, right]) => [left, own(right)]))
				: null;
	}
}

const isTexts = (value: unknown): value is string[] =>
	Array.isArray(value) && value.every((one) => typeof one === 'string');

const isRecord = (value: unknown): value is Record<string, string> =>
	typeof value === 'object' &&
	value !== null &&
	!Array.isArray(value) &&
	Object.values(value).every((one) => typeof one === 'string');

/** Ids of what a candidate chooses from or puts in order, as it is shown; none for kinds that have no such thing. */
export function choiceIds(shown: Shown): string[] {
	switch (shown.type) {
		case 'single':
		case 'multiple':
			return shown.options.map(({ id }) => id);
		case 'matching':
			return shown.rights.map(({ id }) => id);
		case 'ordering':
			return shown.items.map(({ id }) => id);
		default:
			return [];
	}
}

/**
 * A question with what is chosen from or put in order as a paper's `order` (ids) has it; what the order forgets comes
 * last. The same holds for words and for HTML.
 */
export function inOrder<T extends { type: Question['type'] }>(shown: T, order: readonly string[]): T {
	const part = { single: 'options', multiple: 'options', matching: 'rights', ordering: 'items' } as const;
	const list = shown.type in part ? part[shown.type as keyof typeof part] : null;
	if (!list) return shown;
	const places = new Map(order.map((id, place) => [id, place]));
	const placeOf = ({ id }: ShownChoice) => places.get(id) ?? order.length;
	const things = (shown as unknown as Record<string, ShownChoice[]>)[list] ?? [];
	return { ...shown, [list]: [...things].sort((a, b) => placeOf(a) - placeOf(b)) };
}
