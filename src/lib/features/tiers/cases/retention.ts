import { addDays, addMonths, type IsoDate } from '$lib/shared/dates';
import type { Evaluation } from '../engine/explanation';
import { tierBefore, tierOf, type Policy } from '../policy/types';
import type { AdverseKind } from './kinds';

/** A retraining counts as served for so many months after its end; whoever falls short later is retrained anew. */
const SERVED_MONTHS = 12;
/** A warning holds for so many months. */
const WARNED_MONTHS = 12;

export interface Retraining {
	startsOn: IsoDate;
	/** Null: the proposal named none. */
	months: number | null;
}

export interface Warning {
	tier: string;
	consequence: AdverseKind;
	warnedOn: IsoDate;
	/** The first day on which what was announced may take effect. */
	actFrom: IsoDate;
}

/**
 * Whether evidence says that a tier is no longer satisfied. What nothing is recorded of yet takes nothing from
 * anybody: the record is completed first.
 */
export const isLapsed = ({
	eligible,
	requirements
}: Pick<Evaluation, 'eligible' | 'requirements'>): boolean =>
	!eligible && requirements.some(({ outcome }) => outcome === 'missing');

/** The last day of a retraining. */
export const retrainedUntil = ({ startsOn, months }: Retraining): IsoDate =>
	addDays(addMonths(startsOn, months ?? 0), -1);

/**
 * What the policy says must follow when somebody no longer satisfies the tier they hold (domain, 3.3): retraining
 * first when it wants one and none was served; while one runs, nothing; then the tier below, or the way out.
 * Null: the policy names no consequence.
 */
export function consequenceOf(
	policy: Policy,
	tier: string,
	retrainings: readonly Retraining[],
	today: IsoDate
): { kind: AdverseKind; months: number | null } | { waitUntil: IsoDate } | null {
	const lapse = tierOf(policy, tier)?.lapse;
	if (!lapse) return null;
	if (lapse.retrainMonths !== null) {
		const ends = retrainings.map(retrainedUntil);
		const running = ends
			.filter((end) => end >= today)
			.sort()
			.at(-1);
		if (running) return { waitUntil: running };
		if (!ends.some((end) => addMonths(end, SERVED_MONTHS) >= today))
			return { kind: 'retraining', months: lapse.retrainMonths };
	}
	const falls = lapse.then === 'demote' && tierBefore(policy, tier) !== null;
	return { kind: falls ? 'demotion' : 'exit', months: null };
}

/** The warning that stands behind a consequence: of this tier, of the same or a lighter one, and not too old. */
export function warningFor(
	warnings: readonly Warning[],
	tier: string,
	consequence: AdverseKind,
	today: IsoDate
): Warning | null {
	const found = warnings.filter(
		(one) =>
			one.tier === tier && one.consequence === consequence && addMonths(one.warnedOn, WARNED_MONTHS) >= today
	);
	return found.sort((a, b) => (a.actFrom < b.actFrom ? -1 : 1))[0] ?? null;
}
