import { brokenConstraint } from '$lib/server/db/transaction';
import { invalid } from '$lib/shared/errors';

/** Turns a broken uniqueness of a person's number or e-mail into a refusal at its field; other errors stay. */
export function takenField(error: unknown): unknown {
	switch (brokenConstraint(error)) {
		case 'people_employee_no_unique':
			return invalid('app.form', { employeeNo: 'people.person.employee_no_taken' });
		case 'people_email':
			return invalid('app.form', { email: 'people.person.email_taken' });
		default:
			return error;
	}
}
