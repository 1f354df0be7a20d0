/**
 * Steps between two units in the tree of units, by their paths: 0 in the same, 2 between two outlets of a branch.
 * Asked a million times for a large intake, so without taking the paths apart.
 */
export function unitDistance(a: string, b: string): number {
	let common = 0;
	for (let i = 0; i < a.length && a[i] === b[i]; i++) if (a[i] === '/') common = i + 1;
	return slashesFrom(a, common) + slashesFrom(b, common);
}

function slashesFrom(path: string, from: number): number {
	let count = 0;
	for (let i = from; i < path.length; i++) if (path[i] === '/') count++;
	return count;
}
