import { dateIn, isIsoDate, localTimeIn } from '$lib/shared/dates';
import type { FieldErrors } from '$lib/shared/form';
import { findPersonalNumber } from '../privacy';
import { decideLog, fieldOf, isSentence } from '../rules';
import type { EntryRefusal } from './entry';
import type { KeptForm } from './store';

const textOf = (form: FormData, name: string): string => {
	const value = form.get(name);
	return typeof value === 'string' ? value.trim() : '';
};

/** The length that was chosen or typed; 0 when it is neither. */
export function minutesOf(form: FormData): number {
	const preset = textOf(form, 'preset');
	return Math.trunc(Number(preset && preset !== 'other' ? preset : textOf(form, 'minutes'))) || 0;
}

/**
 * What the server would refuse of a session, as far as the device can know: so that nothing is kept that will come
 * back. `now` is the device's clock, corrected. Null when nothing stands in the way.
 */
export function checkSession(form: FormData, kept: KeptForm, now: Date): EntryRefusal | null {
	const occurredOn = textOf(form, 'occurredOn');
	const startedAt = textOf(form, 'startedAt');
	const fields: FieldErrors = {};
	if (!isIsoDate(occurredOn)) fields['occurredOn'] = occurredOn ? 'app.field.date' : 'app.field.required';
	if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(startedAt)) fields['startedAt'] = 'mentoring.time.required';
	if (!form.getAll('steps[]').length) fields['steps'] = 'mentoring.steps.required';
	const clock = localTimeIn(now);
	const rubric = Object.fromEntries(
		[...form].filter(([name, value]) => name.startsWith('rubric.') && value !== '')
	);
	const decision = decideLog(
		{
			occurredOn: fields['occurredOn'] ? dateIn(now) : occurredOn,
			startedAt: fields['startedAt'] ? null : startedAt,
			minutes: minutesOf(form),
			note: textOf(form, 'note'),
			rubric
		},
		{
			pairing: kept.dates,
			today: dateIn(now),
			// What else the day holds only the server knows.
			minutesThatDay: 0,
			nowMinutes: Number(clock.slice(11, 13)) * 60 + Number(clock.slice(14, 16)),
			side: kept.side,
			latestDays: kept.latestDays
		}
	);
	if (!decision.ok) fields[fieldOf(decision.code)] ??= decision.code;
	// All at once: whoever mends one thing should not find the next only then.
	const note = textOf(form, 'note');
	const number = findPersonalNumber(note);
	if (number) fields['note'] = number;
	else if (kept.side === 'trainee' && !isSentence(note)) fields['note'] ??= 'mentoring.reflection.short';
	if (kept.side === 'mentor' && !Object.keys(rubric).length) fields['rubric'] ??= 'mentoring.rubric.required';
	if (!Object.keys(fields).length) return null;
	return { code: 'app.form', fields, ...(!decision.ok && decision.params && { params: decision.params }) };
}

/** `HH:MM` so many minutes before an instant, to five minutes, within its day: when a session began that just ended. */
export function startBefore(now: Date, minutes: number): string {
	const clock = localTimeIn(now);
	const passed = Number(clock.slice(11, 13)) * 60 + Number(clock.slice(14, 16));
	const start = Math.max(0, Math.floor((passed - minutes) / 5) * 5);
	return `${String(Math.floor(start / 60)).padStart(2, '0')}:${String(start % 60).padStart(2, '0')}`;
}
