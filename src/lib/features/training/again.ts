import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import { no, type Decision } from '$lib/shared/result';
import { mayBegin, type LearningFacts } from './rules';

/** A certificate that rests on completing a module, as taking the module again sees it. */
export interface ModuleRenewal {
	number: string;
	/** In force until its last day, run out, or revoked. */
	state: 'runs' | 'over' | 'revoked';
	validTo: IsoDate;
	/** The day on which its renewal opens; null: it is open. */
	opens: IsoDate | null;
	/** When the module was completed since, so that the next certificate can be issued; null: it was not. */
	completedOn: IsoDate | null;
}

/** An assignment that does not count the completions of before, and asks for the module once more. */
export interface AskedAgain {
	assignmentId: string;
	title: LocalText;
	dueOn: IsoDate | null;
}

/** What taking a module again would be today. */
export interface Retake {
	/** The version that is out since; null: the same is taken again. */
	newer: number | null;
	/** Credit minutes that completing it today earns. */
	earns: number;
}

type Known = Pick<LearningFacts, 'started' | 'completed' | 'retired' | 'missing'>;

/** Where somebody stands who holds a certificate that a module renews. */
export type AgainPhase = 'later' | 'open' | 'blocked' | 'underWay' | 'done';

export function againPhase(facts: Known, { opens, completedOn }: ModuleRenewal): AgainPhase {
	if (completedOn) return 'done';
	if (!facts.completed) return 'underWay';
	if (opens) return 'later';
	return mayBegin(facts).ok ? 'open' : 'blocked';
}

/**
 * Whether a completed module may be taken again: for an assignment that asks for it, or to renew a certificate that rests on
 * it, once its renewal is open, and once for each renewal.
 */
export function mayTakeAgain(
	facts: Known,
	{ renewal, asked }: { renewal: ModuleRenewal | null; asked: AskedAgain | null }
): Decision<object> {
	if (!facts.started) return no('training.module.not_started');
	if (!facts.completed) return no('training.again.under_way');
	if (asked) return mayBegin(facts);
	if (!renewal) return no('training.again.nothing');
	const { number, opens, completedOn } = renewal;
	if (completedOn) return no('training.again.done', { number, on: completedOn });
	if (opens) return no('training.again.too_early', { number, opens });
	return mayBegin(facts);
}

/**
 * What completing a version of so many credit minutes earns on a day: nothing for whoever completed it in the same
 * calendar year, by which requirements ask for credit.
 */
export const earnedMinutes = (
	version: { id: string; creditMinutes: number },
	completions: readonly { versionId: string; completedOn: IsoDate }[],
	today: IsoDate
): number =>
	completions.some(
		({ versionId, completedOn }) => versionId === version.id && completedOn.slice(0, 4) === today.slice(0, 4)
	)
		? 0
		: version.creditMinutes;
