import { json } from '@sveltejs/kit';
import { logShadowingSchema } from '$lib/features/mentoring';
import { logShadowing } from '$lib/features/mentoring/index.server';
import { endpoint, readForm, sentFiles } from '$lib/server/http';
import { conflict } from '$lib/shared/errors';

/** A session that a device kept while it had no network; the same sent again is answered with what it became. */
export const POST = endpoint(async (ctx, event) => {
	const input = await readForm(event, logShadowingSchema, {
		from: { pairingId: event.params['pairing'] },
		files: async (form) => ({ pictures: await sentFiles(form, 'pictures') }),
		// Whoever wrote it signs it: nobody else who is signed in on that device by now.
		check: (form) => {
			const writer = form.get('personId');
			if (writer !== null && writer !== event.locals.user?.id) throw conflict('offline.other_person');
		}
	});
	return json({ id: (await logShadowing(ctx, input)).id });
});
