import { judgedPicture } from '$lib/features/exams/index.server';
import { fileAnswer, getFile } from '$lib/features/files/index.server';
import { endpoint } from '$lib/server/http';

/** A picture of an item that somebody judges, by the version that shows it. */
export const GET = endpoint(async (ctx, { params, url, request }) => {
	const versionId = url.searchParams.get('of') ?? '';
	const id = await judgedPicture(ctx, {
		...{ studyId: params['study'] ?? '', versionId, fileId: params['file'] ?? '' }
	});
	return fileAnswer(ctx.db, await getFile(ctx.db, id), request);
});
