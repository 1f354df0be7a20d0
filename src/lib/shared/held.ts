/**
 * Things that never change, made once each: at most `most` are held, and the one that nobody asked for longest goes
 * first. The key names all that the thing depends on.
 */
export function hold<V>(most: number): (key: string, make: () => V) => V {
	const held = new Map<string, V>();
	return (key, make) => {
		const found = held.get(key);
		if (found !== undefined) {
			// A map keeps the order in which keys came: what is asked for comes again.
			held.delete(key);
			held.set(key, found);
			return found;
		}
		const made = make();
		if (held.size >= most) held.delete(held.keys().next().value!);
		held.set(key, made);
		return made;
	};
}
