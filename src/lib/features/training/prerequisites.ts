/** Code of a module -> codes of the modules that it requires. */
export type Requirements = ReadonlyMap<string, readonly string[]>;

/**
 * A cycle of prerequisites, from a module back to itself (`a b c a`); null when there is none. A module that requires
 * itself is one too. The same graph always gives the same cycle, beginning with the code that sorts first in it.
 */
export function findCycle(requirements: Requirements): string[] | null {
	const done = new Set<string>();
	for (const start of [...requirements.keys()].sort()) {
		const cycle = follow(start, requirements, [], done);
		if (cycle) return turn(cycle);
	}
	return null;
}

function follow(code: string, graph: Requirements, path: string[], done: Set<string>): string[] | null {
	const at = path.indexOf(code);
	if (at >= 0) return path.slice(at);
	if (done.has(code)) return null;
	for (const next of [...(graph.get(code) ?? [])].sort()) {
		const cycle = follow(next, graph, [...path, code], done);
		if (cycle) return cycle;
	}
	done.add(code);
	return null;
}

function turn(cycle: string[]): string[] {
	const first = cycle.indexOf([...cycle].sort()[0]!);
	const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
	return [...turned, turned[0]!];
}
