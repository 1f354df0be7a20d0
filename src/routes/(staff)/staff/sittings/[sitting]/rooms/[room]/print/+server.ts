import { printRoomSchema } from '$lib/features/exams';
import { printRoom } from '$lib/features/exams/index.server';
import { endpoint, readForm } from '$lib/server/http';

// Posted, not asked for: each file opens the papers of a room, and no link may cause that by being followed.
export const POST = endpoint(async (ctx, event) => {
	const from = { sittingId: event.params['sitting'], roomId: event.params['room'] };
	const { pdf, name } = await printRoom(ctx, await readForm(event, printRoomSchema, { from }));
	return new Response(new Uint8Array(pdf), {
		headers: {
			'content-type': 'application/pdf',
			'content-disposition': `attachment; filename="${name}"`,
			'cache-control': 'no-store'
		}
	});
});
