/** The path of the lowest unit that all of these lie in or under; paths end in a slash. */
export function commonPath(paths: readonly string[]): string {
	const [first = [], ...others] = paths.map((path) => path.split('/').slice(0, -1));
	let length = first.length;
	for (const other of others) {
		let same = 0;
		while (same < length && other[same] === first[same]) same++;
		length = same;
	}
	return first
		.slice(0, length)
		.map((step) => `${step}/`)
		.join('');
}
