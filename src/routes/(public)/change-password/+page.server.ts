import { changePasswordSchema } from '$lib/features/people';
import { changePassword } from '$lib/features/people/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ event }) => ({
	mustChange: event.locals.user?.mustChangePassword ?? false,
	employeeNo: event.locals.user?.employeeNo ?? ''
}));

export const actions = {
	default: action(
		changePasswordSchema,
		(ctx, input, event) => changePassword(ctx, input, { sessionId: event.locals.user?.sessionId ?? '' }),
		{ to: () => '/', notice: 'people.password.changed' }
	)
};
