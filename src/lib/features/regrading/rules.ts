import type { Key, KeyRule } from '$lib/features/exams';
import { no, yes, type Decision } from '$lib/shared/result';
import { canonicalJson } from '$lib/shared/json';
import type { Policy, RegradeKind } from './states';

/**
 * How an item is to be marked in a sitting. With `keepBest` the keys that counted stay beside the new one, and an answer earns
 * what the best of them gives it: nobody goes down, and marking it again gives the same.
 */
export function decideRule(facts: {
	kind: RegradeKind;
	policy: Policy;
	/** The new key; null of other kinds. */
	key: Key | null;
	/** The item's own. */
	own: Key;
	/** What counts now. */
	now: KeyRule;
}): Decision<{ rule: KeyRule }> {
	const { kind, policy, key, own, now } = facts;
	const { question, aliases } = now.question ? { question: now.question, aliases: now.aliases } : own;
	if (kind === 'credit') return unlessSame({ question, aliases, also: [], credit: true }, now);
	if (policy === 'keepBest' && now.credit) return no('regrading.change.all_have');
	if (kind === 'key' && policy === 'keepBest' && !now.question) return no('regrading.change.taken_out');
	const counted: Key[] = now.question
		? [{ question: now.question, aliases: now.aliases }, ...now.also]
		: [...now.also];
	const is = canonicalJson(kind === 'key' ? key : null);
	// What people read has one mark, which keeps the better by itself (`dryRun`).
	const isRead = key?.question.type === 'essay';
	const also = policy === 'keepBest' && !isRead ? counted.filter((one) => canonicalJson(one) !== is) : [];
	return unlessSame(
		kind === 'drop'
			? { question: null, aliases: own.aliases, also, credit: false }
			: { ...key!, also, credit: false },
		now
	);
}

/** What changes nothing is no regrade. */
function unlessSame(rule: KeyRule, now: KeyRule): Decision<{ rule: KeyRule }> {
	const said = ({ question, also, credit }: KeyRule) => canonicalJson({ question, also, credit });
	return said(rule) === said(now) ? no('regrading.change.nothing') : yes({ rule });
}
