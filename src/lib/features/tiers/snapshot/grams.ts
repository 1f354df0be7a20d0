const LONGEST = 3;

/** Every one, two and three characters in a row of some words, in lower case. */
export function gramsOf(...words: string[]): string[] {
	const grams = new Set<string>();
	for (const word of words) {
		const characters = [...word.toLowerCase()];
		for (let at = 0; at < characters.length; at++)
			for (let length = 1; length <= LONGEST && at + length <= characters.length; length++)
				grams.add(characters.slice(at, at + length).join(''));
	}
	return [...grams];
}

/** What whoever has the words of a search in their name or number must have of these; more may have it. */
export function gramsToFind(words: string): string[] {
	const characters = [...words.toLowerCase()];
	if (characters.length <= LONGEST) return [characters.join('')];
	return [
		...new Set(characters.slice(LONGEST - 1).map((_, at) => characters.slice(at, at + LONGEST).join('')))
	];
}
