import { findItemPicture } from '$lib/features/bank/index.server';
import { fileAnswer, getFile } from '$lib/features/files/index.server';
import { endpoint } from '$lib/server/http';

/** A picture of a version (`?of=`), of an item or case that is edited (`?item=`), or one's own new one. */
export const GET = endpoint(async (ctx, { params, url, request }) => {
	const [of, item] = [url.searchParams.get('of'), url.searchParams.get('item')];
	const id = await findItemPicture(ctx, (params as { file?: string }).file ?? '', { of, item });
	return fileAnswer(ctx.db, await getFile(ctx.db, id), request, { keep: 3600 });
});
