import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import { canonicalJson } from '$lib/shared/json';
import { conditions } from '../conditions';
import { describe, type Described } from '../engine/describe';
import { evaluate } from '../engine/evaluate';
import type { Evaluation } from '../engine/explanation';
import type { PersonFacts } from '../engine/facts';
import { isSettled } from '../engine/outcome';
import {
	isGroup,
	requirementsFor,
	tierAfter,
	tierOf,
	type Policy,
	type Purpose,
	type Requirement
} from '../policy/types';
import type { Effect } from './effects';

export interface Change {
	effect: Effect;
	tier: string;
	/** Keys of requirements, or one of `reasons`. */
	moved: string[];
}

/** A requirement that moves people, with its words. */
export interface Mover {
	key: string;
	tier: LocalText;
	purpose: Purpose;
	/** Whether it is one of the draft or of the version in force. */
	side: 'before' | 'after';
	says: Described;
	/** It is about conduct or credit standing: its answer may not be shown to everybody who sees the person. */
	sensitive: boolean;
}

/** How one person stands under both. */
export interface Compared {
	eligibleBefore: boolean;
	eligibleAfter: boolean;
	retainedBefore: boolean;
	retainedAfter: boolean;
	changes: Change[];
}

/** Compares two versions person by person, and keeps the words of every requirement that moved somebody. */
export class Comparison {
	readonly movers = new Map<string, Mover>();

	constructor(
		/** Null: no version is in force. */
		private readonly before: Policy | null,
		private readonly after: Policy,
		private readonly asOf: IsoDate
	) {}

	/** `tier`: where the person stands, null for none. */
	of(facts: PersonFacts, tier: string | null): Compared {
		const [was, will] = [this.promotion(this.before, facts, tier), this.promotion(this.after, facts, tier)];
		const [held, holds] = [this.retention(this.before, facts, tier), this.retention(this.after, facts, tier)];
		const changes: Change[] = [];
		if (!was?.eligible && will?.eligible) {
			changes.push({ effect: 'gains', tier: will.tier, moved: this.moving('before', was, will) });
		}
		if (was?.eligible && !will?.eligible) {
			changes.push({ effect: 'loses', tier: was.tier, moved: this.moving('after', will, was) });
		}
		if (tier !== null && held.kept && !holds.kept) {
			changes.push({
				effect: 'lapses',
				tier,
				moved: this.moving('after', holds.evaluation, held.evaluation)
			});
		}
		if (tier !== null && !held.kept && holds.kept) {
			changes.push({
				effect: 'keeps',
				tier,
				moved: this.moving('before', held.evaluation, holds.evaluation)
			});
		}
		return {
			eligibleBefore: was?.eligible ?? false,
			eligibleAfter: will?.eligible ?? false,
			retainedBefore: held.kept,
			retainedAfter: holds.kept,
			changes
		};
	}

	private promotion(policy: Policy | null, facts: PersonFacts, tier: string | null): Evaluation | null {
		const target = policy && tierAfter(policy, tier);
		return policy && target ? evaluate(policy, target.id, facts, this.asOf, { brief: true }) : null;
	}

	/** Whoever stands on a tier that a version does not know cannot stay on it. */
	private retention(policy: Policy | null, facts: PersonFacts, tier: string | null) {
		if (tier === null || !policy) return { kept: true, evaluation: null };
		if (!tierOf(policy, tier)) return { kept: false, evaluation: null };
		const evaluation = evaluate(policy, tier, facts, this.asOf, { purpose: 'retain', brief: true });
		return { kept: evaluation.eligible, evaluation };
	}

	/** What stood or will stand in the way: the requirements of one side that are not settled. */
	private moving(side: Mover['side'], blocking: Evaluation | null, free: Evaluation | null): string[] {
		const policy = side === 'before' ? this.before : this.after;
		if (!blocking || !policy) return [side === 'before' ? 'tier.new' : 'tier.gone'];
		const asked = requirementsFor(policy, blocking.tier, blocking.purpose);
		const open = blocking.requirements.flatMap((node, i) => {
			const requirement = asked[i];
			return isSettled(node) || !requirement ? [] : [this.keyOf(side, policy, blocking, requirement)];
		});
		const other = free && free.tier !== blocking.tier ? ['tier.other'] : [];
		return [...other, ...open];
	}

	private keyOf(
		side: Mover['side'],
		policy: Policy,
		{ tier, purpose }: Evaluation,
		requirement: Requirement
	): string {
		const key = `${side}:${tier}:${purpose}:${canonicalJson(requirement)}`;
		if (!this.movers.has(key)) {
			this.movers.set(key, {
				...{ key: `${side}.${this.movers.size}`, purpose, side },
				tier: tierOf(policy, tier)?.name ?? { 'zh-CN': tier, en: tier },
				says: describe(requirement, policy),
				sensitive: isSensitive(requirement)
			});
		}
		return this.movers.get(key)!.key;
	}
}

const isSensitive = (requirement: Requirement): boolean =>
	isGroup(requirement)
		? requirement.of.some(isSensitive)
		: conditions.get(requirement.kind)?.privacy === 'sensitive';
