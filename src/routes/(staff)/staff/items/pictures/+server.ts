import { json } from '@sveltejs/kit';
import { addPictureSchema } from '$lib/features/bank';
import { addPicture } from '$lib/features/bank/index.server';
import { endpoint, readForm, uploadedFile } from '$lib/server/http';

/** A picture for words that are being written. */
export const POST = endpoint(async (ctx, event) => {
	const added = await addPicture(ctx, await readForm(event, addPictureSchema, { files: uploadedFile }));
	return json(added, { status: 201 });
});
