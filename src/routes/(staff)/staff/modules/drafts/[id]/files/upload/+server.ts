import { json } from '@sveltejs/kit';
import { addDraftFile } from '$lib/features/training/index.server';
import { drain, endpoint, lengthOf } from '$lib/server/http';

/** A file as the body of a PUT, taken as it comes: `?name=` is what it is called. For scripts, which tell how far it is. */
export const PUT = endpoint(async (ctx, event) => {
	const { request, url } = event;
	try {
		const added = await addDraftFile(ctx, {
			draftId: event.params['id'] ?? '',
			file: {
				name: (url.searchParams.get('name') ?? '').slice(0, 300),
				stream: request.body,
				length: lengthOf(request)
			}
		});
		return json(added, { status: 201 });
	} finally {
		// A sender whose connection is cut would never see why.
		void drain(request);
	}
});
