import { conditionOf } from '../conditions/find';
import { isGroup, type Requirement } from './types';

/** The first condition on or below a requirement that nobody may be spared; null: the whole may be waived. */
export function unwaivableIn(requirement: Requirement): string | null {
	if (!isGroup(requirement)) return conditionOf(requirement.kind).waivable ? null : requirement.kind;
	for (const part of requirement.of) {
		const kind = unwaivableIn(part);
		if (kind) return kind;
	}
	return null;
}

export const mayWaive = (requirement: Requirement): boolean => unwaivableIn(requirement) === null;

/** Every requirement of a list and below it. */
export const everyRequirement = (list: readonly Requirement[]): Requirement[] =>
	list.flatMap((requirement) =>
		isGroup(requirement) ? [requirement, ...everyRequirement(requirement.of)] : [requirement]
	);
