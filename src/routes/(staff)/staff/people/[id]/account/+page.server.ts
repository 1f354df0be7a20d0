import { personReasonSchema, recordDepartureSchema, resetPasswordSchema } from '$lib/features/people';
import {
	getAccount,
	getPerson,
	recordDeparture,
	reinstatePerson,
	resetPassword,
	suspendPerson
} from '$lib/features/people/index.server';
import { action, answer, page } from '$lib/server/http';

const from = (event: { params: Partial<Record<string, string>> }) => ({ personId: event.params['id'] });

export const load = page(async ({ ctx, event }) => {
	const id = event.params['id'] ?? '';
	return { person: await getPerson(ctx, id), account: await getAccount(ctx, id) };
});

export const actions = {
	/** The one-time password goes back with this answer and is kept nowhere: not in an address, not in a cookie. */
	reset: answer(resetPasswordSchema, resetPassword, { from }),
	suspend: action(personReasonSchema, suspendPerson, { from, notice: 'staffPeople.account.suspended' }),
	leave: action(recordDepartureSchema, recordDeparture, { from, notice: 'staffPeople.account.departed' }),
	reinstate: action(personReasonSchema, reinstatePerson, { from, notice: 'staffPeople.account.reinstated' })
};
