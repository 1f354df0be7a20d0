/**
 * What a text is searched by. PostgreSQL knows no words of Chinese, so every two neighbouring characters are a term
 * with its position: a phrase matches where its terms stand one after the other. Words of other scripts are left to
 * its English stemming.
 */
export interface Terms {
	/** Two characters and where they stand, from 1. */
	pairs: { term: string; at: number }[];
	/** Words of other scripts in their order. */
	words: string[];
	/** Characters that stand alone, which no pair holds. */
	singles: string[];
}

const HAN_FIRST = /^\p{Script=Han}/u;
const RUN = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;

/** One form of letters and digits, whatever their width and case. */
export const normalise = (text: string): string => text.normalize('NFKC').toLowerCase();

/** The terms of a text; positions begin after `from`. Between two runs of characters one position stays empty. */
export function termsOf(text: string, from = 0): Terms & { end: number } {
	const terms: Terms = { pairs: [], words: [], singles: [] };
	let at = from;
	for (const [run] of normalise(text).matchAll(RUN)) {
		if (!/^\p{Script=Han}/u.test(run)) {
			terms.words.push(run);
			continue;
		}
		const characters = [...run];
		if (characters.length === 1) terms.singles.push(run);
		for (let i = 0; i + 1 < characters.length; i++)
			terms.pairs.push({ term: `${characters[i]}${characters[i + 1]}`, at: at + i + 1 });
		at += characters.length + 1;
	}
	return { ...terms, end: at };
}

export type Weight = 'A' | 'B' | 'C' | 'D';

/** Positions go up to this in PostgreSQL; what stands further on counts as standing there. */
const LAST_POSITION = 16_383;

/** A text for `::tsvector`: the pairs of pieces of text, one after the other, each with its weight. */
export function pairVector(pieces: readonly { text: string; weight: Weight }[]): string {
	const places = new Map<string, string[]>();
	let end = 0;
	for (const { text, weight } of pieces) {
		const { pairs, end: next } = termsOf(text, end);
		for (const { term, at } of pairs) {
			const own = places.get(term);
			const place = `${Math.min(at, LAST_POSITION)}${weight === 'D' ? '' : weight}`;
			if (own) own.push(place);
			else places.set(term, [place]);
		}
		end = next + 1;
	}
	return [...places].map(([term, at]) => `'${term}':${at.join(',')}`).join(' ');
}

/** Longest word that is kept, in characters. */
const LONGEST_WORD = 60;

/** A text for `::tsvector` where no word needs its stem: pairs of characters and whole words, without places. */
export function termVector(text: string): string {
	const terms = new Set<string>();
	for (const run of normalise(text).match(RUN) ?? []) {
		if (!HAN_FIRST.test(run)) {
			terms.add(run.slice(0, LONGEST_WORD));
			continue;
		}
		let last = '';
		for (const character of run) {
			if (last) terms.add(last + character);
			last = character;
		}
		if (last === run) terms.add(run);
	}
	return terms.size ? `'${[...terms].join("' '")}'` : '';
}

/** What asks for every pair and every beginning of a word in such vectors, for `::tsquery`; null: nothing is asked for. */
export function termQuery(typed: string): string | null {
	const { pairs, words, singles } = termsOf(typed.slice(0, LONGEST_QUESTION));
	const terms = [
		...pairs.map(({ term }) => `'${term}'`),
		...words.map((word) => `'${word.slice(0, LONGEST_WORD)}':*`),
		...singles.map((one) => `'${one}':*`)
	];
	return terms.length ? [...new Set(terms)].join(' & ') : null;
}

/** A question to the index. */
export interface SearchQuery {
	/** For `::tsquery`: every pair, wherever it stands; and each phrase with its pairs side by side. Empty: none. */
	pairs: string;
	phrases: string;
	/** Words for `plainto_tsquery`. */
	words: string;
	/** Phrases of characters as they stand in a text, for the passage. */
	needles: string[];
	/** Characters alone, which titles alone are asked for. */
	singles: string[];
}

/** Longest question that is answered, in characters. */
export const LONGEST_QUESTION = 100;

/** What somebody typed as a question; null when there is nothing to look for. */
export function parseQuery(typed: string): SearchQuery | null {
	const runs = normalise(typed.slice(0, LONGEST_QUESTION)).match(RUN) ?? [];
	const phrases = runs.filter((run) => /^\p{Script=Han}{2,}/u.test(run));
	const chains = phrases.map((run) => [...new Set(termsOf(run).pairs.map(({ term }) => `'${term}'`))]);
	const sequences = phrases.map((run) =>
		termsOf(run)
			.pairs.map(({ term }) => `'${term}'`)
			.join(' <-> ')
	);
	const singles = runs.filter((run) => /^\p{Script=Han}$/u.test(run));
	const words = runs.filter((run) => !/^\p{Script=Han}/u.test(run));
	if (!runs.length) return null;
	return {
		pairs: [...new Set(chains.flat())].join(' & '),
		phrases: sequences.map((one) => `(${one})`).join(' & '),
		words: words.join(' '),
		needles: [...new Set(phrases)],
		singles: [...new Set(singles)]
	};
}
