import type { IsoDate } from '$lib/shared/dates';
import { conflict, invalid } from '$lib/shared/errors';
import { conductRules, type Conditions } from './conditions';
import { checkValidity, type Validity } from './periods/validity';

export const basisKinds = ['completion', 'lastExpiry', 'fixed'] as const;

/** The rules of a kind as a form has them. */
export interface KindForm {
	basis: (typeof basisKinds)[number];
	/** One day of the series of a fixed basis. */
	fixedOn: IsoDate | null;
	minimumMonths: number;
	months: number;
	windowDays: number;
	graceDays: number;
	/** Null: for ever. */
	lateDays: number | null;
	/** Hours of training a year; null: none asked for. */
	yearlyHours: number | null;
	/** Days of the next year in which they may be made up. */
	hoursGraceDays: number;
	employment: boolean;
	conduct: (typeof conductRules)[number];
	/** Null: for ever. */
	cureMonths: number | null;
	leavePauses: boolean;
	/** Null: no limit. */
	mostPauseDays: number | null;
}

/** A form's conditions as the daily look understands them. */
export const conditionsOf = (form: KindForm): Conditions => ({
	hours:
		form.yearlyHours === null ? null : { minutes: form.yearlyHours * 60, graceDays: form.hoursGraceDays },
	...{ employment: form.employment, conduct: form.conduct, cureMonths: form.cureMonths },
	...{ leavePauses: form.leavePauses, mostPauseDays: form.mostPauseDays }
});

/** A form's rules as periods understand them; a fixed basis without a day is null. */
export function validityOf(form: KindForm): Validity | null {
	const { basis, fixedOn, minimumMonths, months, windowDays, graceDays, lateDays } = form;
	if (basis === 'fixed' && !fixedOn) return null;
	return {
		basis:
			basis === 'fixed' ? { kind: basis, on: fixedOn!, minimum: { months: minimumMonths } } : { kind: basis },
		active: { months },
		window: { days: windowDays },
		...{ graceDays, lateDays }
	};
}

/** The rules that a form gives a kind. Throws invalid and conflict on what no certificate can be issued by. */
export function rulesFrom(form: KindForm): { validity: Validity; conditions: Conditions } {
	const validity = validityOf(form);
	if (!validity) throw invalid('app.form', { fixedOn: 'app.field.required' });
	const decision = checkValidity(validity);
	if (!decision.ok) throw conflict(decision.code);
	return { validity, conditions: conditionsOf(form) };
}

/** What the form begins with for a kind that is new: two years, renewed in the last three months, depending on nothing. */
export const FIRST_RULES: KindForm = {
	...{ basis: 'completion', fixedOn: null, minimumMonths: 0, months: 24 },
	...{ windowDays: 90, graceDays: 0, lateDays: 0, yearlyHours: null, hoursGraceDays: 0 },
	...{ employment: false, conduct: 'none', cureMonths: null, leavePauses: false, mostPauseDays: null }
};

/** The rules of a kind for the form that changes them. */
export const formOf = (
	{ basis, active, window, graceDays, lateDays }: Validity,
	{ hours, employment, conduct, cureMonths, leavePauses, mostPauseDays }: Conditions
): KindForm => ({
	basis: basis.kind,
	fixedOn: basis.kind === 'fixed' ? basis.on : null,
	minimumMonths: basis.kind === 'fixed' ? (basis.minimum.months ?? 0) : 0,
	months: active?.months ?? 0,
	windowDays: window.days ?? 0,
	...{ graceDays, lateDays },
	yearlyHours: hours && hours.minutes / 60,
	hoursGraceDays: hours?.graceDays ?? 0,
	...{ employment, conduct, cureMonths, leavePauses, mostPauseDays }
});
