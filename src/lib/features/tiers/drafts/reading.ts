import { errorKey, type MessageKey } from '$lib/i18n/codes';
import { checkPolicy, type Problem } from '../policy/parse';
import type { Policy } from '../policy/types';
import { decideDate, type Around } from './rules';

export interface ReadText {
	policy: Policy | null;
	problems: Problem[];
}

/** A draft's text: the standard that it says, or everything that is wrong with it, by line. */
export function readText(yaml: string, ladder: string): ReadText {
	const read = checkPolicy(yaml);
	if (!read.policy || read.policy.ladder === ladder) return read;
	return { policy: null, problems: [problemAt(yaml, 'ladder', 'tiers.problem.otherLadder', { ladder })] };
}

/** Why the date of a text that is otherwise sound does not do; null when it does. */
export function dateProblem(yaml: string, policy: Policy | null, around: Around): Problem | null {
	const verdict = policy && decideDate(policy.effectiveFrom, around);
	if (!verdict || verdict.ok) return null;
	return problemAt(yaml, 'effectiveFrom', errorKey(verdict.code), verdict.params ?? {});
}

/** A problem at a key of the document itself. */
function problemAt(yaml: string, name: string, key: MessageKey, params: Problem['params']): Problem {
	const at = yaml.split('\n').findIndex((line) => line.startsWith(`${name}:`));
	return { line: at < 0 ? null : at + 1, column: 1, key, params, reason: `${name}: ${key}` };
}
