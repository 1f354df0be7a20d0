import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import { workSteps, type SignatureAct, type WorkStep } from './vocabulary';

/** What a pairing is for; words under `mentoring.purpose.<purpose>`. */
export const purposes = ['induction', 'promotion', 'skills', 'improvement'] as const;
export type Purpose = (typeof purposes)[number];

/** The grade that the trainee is to reach, with its name as it was when the two signed. */
export interface TargetTier {
	ladder: string;
	tier: string;
	name: LocalText;
}

/** What both sides put their names to. Minutes; `steps` by work step, the first one first. */
export interface AgreementContent {
	purpose: Purpose;
	target: TargetTier | null;
	startsOn: IsoDate;
	endsOn: IsoDate;
	plannedMinutes: number;
	steps: number[];
	goal: string;
}

/**
 * `proposed` waits for a signature, `agreed` has both, `declined` has somebody's no, `superseded` was still waiting
 * when a newer version came.
 */
export const agreementStates = ['proposed', 'agreed', 'declined', 'superseded'] as const;
export type AgreementState = (typeof agreementStates)[number];

/** What a version is, by the acts under it; both sides' signatures make it valid. */
export function computeAgreementState(acts: readonly SignatureAct[], newest: boolean): AgreementState {
	if (acts.includes('decline')) return 'declined';
	if (acts.filter((act) => act === 'sign').length === 2) return 'agreed';
	return newest ? 'proposed' : 'superseded';
}

const SLICE = 30;

/** Planned minutes over the seven steps, as evenly as half hours go; what is left over falls to the first ones. */
export function splitMinutes(total: number): number[] {
	const slices = Math.floor(total / SLICE);
	const even = Math.floor(slices / workSteps.length);
	const split = workSteps.map((_, i) => (even + (i < slices % workSteps.length ? 1 : 0)) * SLICE);
	split[0]! += total - slices * SLICE;
	return split;
}

/** What a version says otherwise than the one before. */
export interface AgreementChange {
	field: 'purpose' | 'target' | 'startsOn' | 'endsOn' | 'plannedMinutes' | 'steps' | 'goal';
	/** The step, where it is the minutes of one. */
	step?: WorkStep;
}

export function changesBetween(before: AgreementContent, after: AgreementContent): AgreementChange[] {
	const same = (field: Exclude<AgreementChange['field'], 'steps' | 'target'>) =>
		before[field] === after[field];
	const fields = (['purpose', 'startsOn', 'endsOn', 'plannedMinutes', 'goal'] as const).filter(
		(field) => !same(field)
	);
	const tier = ({ target }: AgreementContent) => (target ? `${target.ladder}/${target.tier}` : '');
	return [
		...fields.map((field) => ({ field })),
		...(tier(before) === tier(after) ? [] : [{ field: 'target' as const }]),
		...workSteps
			.filter((step) => (before.steps[step - 1] ?? 0) !== (after.steps[step - 1] ?? 0))
			.map((step) => ({ field: 'steps' as const, step }))
	];
}

/**
 * Whether a new version may be put before both sides. `current` is what is in force (or was filed by HR), null while
 * nothing is; a beginning that both signed stays, for sessions may lie on it.
 */
export function decideVersion(
	next: AgreementContent,
	facts: {
		current: AgreementContent | null;
		proposed: AgreementContent | null;
		today: IsoDate;
		ended: boolean;
	}
): Decision<object> {
	const { current, proposed, today } = facts;
	if (facts.ended) return no('mentoring.pairing.ended');
	if (next.endsOn < next.startsOn) return no('mentoring.pairing.dates');
	if (next.endsOn < today) return no('mentoring.pairing.over');
	if (next.steps.reduce((sum, minutes) => sum + minutes, 0) !== next.plannedMinutes) {
		return no('mentoring.agreement.steps_sum');
	}
	if (current && current.startsOn !== next.startsOn) return no('mentoring.agreement.start_fixed');
	const compared = proposed ?? current;
	if (compared && !changesBetween(compared, next).length) return no('mentoring.agreement.unchanged');
	return yes({});
}

/** Whether a version may still be signed or declined. */
export function maySign(state: AgreementState, ended: boolean): Decision<object> {
	if (ended) return no('mentoring.pairing.ended');
	if (state === 'superseded') return no('mentoring.agreement.superseded');
	return state === 'proposed' ? yes({}) : no('mentoring.agreement.settled');
}
