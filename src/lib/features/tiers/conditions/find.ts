import { conditions } from '.';
import type { Condition } from './define';

/** The condition of a kind; a policy that names another was never published by this program. */
export function conditionOf(kind: string): Condition<never> {
	const condition = conditions.get(kind);
	if (!condition) throw new Error(`The policy names a condition that this engine does not know: ${kind}`);
	return condition;
}
