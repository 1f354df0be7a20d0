import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import { leavesOf, type Evaluation, type Leaf } from '../engine/explanation';
import { hoursOf, named, onDate, phrase, type Phrase } from '../engine/phrase';

/** An exam that leads to the wanted certificate: one that the person is registered for, or the next that is open. */
export interface NextSitting {
	id: string;
	title: LocalText;
	registered: boolean;
	/** Instants in ISO form. */
	registrationOpensAt: string;
	registrationClosesAt: string;
	opensAt: string;
	closesAt: string;
	/** The day on which its window closes. */
	closesOn: IsoDate;
	/** Registered, and the window is open: it can be sat now. */
	running: boolean;
	/** Whether one can register at this moment. */
	open: boolean;
}

/** When the next tier can be reached at the earliest, and on which conditions. */
export interface Forecast {
	/** Null when it cannot be told. */
	date: IsoDate | null;
	ifs: Phrase[];
	/** Why there is no date: an exam is not scheduled, or something takes more than the person's own steps. */
	unknown: 'exam' | 'long' | null;
}

/** Puts dates and words to an outlook. An exam counts from the day its window closes. */
export function forecastOf(evaluation: Evaluation, sitting: NextSitting | null): Forecast {
	const { date, ifs } = evaluation.outlook;
	const leaves = new Map(leavesOf(evaluation.requirements).map((leaf) => [leaf.id, leaf]));
	const asked = ifs.flatMap((id) => leaves.get(id) ?? []);
	const phrases = asked.map((leaf) => condition(leaf, sitting));
	if (!date) return { date: null, ifs: phrases, unknown: 'long' };
	if (!asked.some(({ next }) => next?.code === 'registerForExam'))
		return { date, ifs: phrases, unknown: null };
	if (!sitting) return { date: null, ifs: phrases, unknown: 'exam' };
	return { date: sitting.closesOn > date ? sitting.closesOn : date, ifs: phrases, unknown: null };
}

function condition(leaf: Leaf, sitting: NextSitting | null): Phrase {
	const short = leaf.measure ? hoursOf(leaf.measure.shortfall) : 0;
	switch (leaf.next?.code) {
		case 'registerForExam':
			return sitting
				? phrase('tiers.if.exam', { exam: named(sitting.title), on: onDate(sitting.closesOn) })
				: phrase('tiers.if.certificate');
		case 'countersign':
		case 'shadow':
			// Steps of the work and observations are not hours.
			return leaf.measure?.unit === 'minutes' ? phrase('tiers.if.shadowing', { hours: short }) : leaf.says;
		case 'takeModules':
			return phrase('tiers.if.creditHours', { hours: short });
		case 'renewCreditCheck':
			return phrase('tiers.if.creditCheck');
		default:
			return leaf.says;
	}
}
