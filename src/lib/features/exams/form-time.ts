import { z } from 'zod';
import { instantIn } from '$lib/shared/dates';
import { key } from '$lib/shared/form';

/** A form's date and time in the organisation's zone, as an instant. */
export const localTime = z.string(key('app.field.required')).transform((text, check) => {
	const instant = instantIn(text.trim());
	if (instant) return instant;
	check.addIssue({ code: 'custom', message: key(text.trim() ? 'app.field.date' : 'app.field.required') });
	return z.NEVER;
});
