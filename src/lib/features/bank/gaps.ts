const GAP = /<span data-gap="(\d+)"><\/span>/g;

/**
 * A rendered stem with something in each of its gaps. Those that its words do not show (within a formula, or forgotten
 * in one language) stand behind it: a gap that nobody sees could not be answered.
 */
export function fillGaps(html: string, count: number, at: (place: number) => string): string {
	const seen = new Set<number>();
	const filled = html.replace(GAP, (_all, number: string) => {
		const place = Number(number);
		// The same gap twice is one answer.
		if (seen.has(place)) return `(${place + 1})`;
		seen.add(place);
		return at(place);
	});
	const missing = Array.from({ length: count }, (_one, place) => place).filter((place) => !seen.has(place));
	return missing.length ? `${filled} ${missing.map(at).join(' ')}` : filled;
}
