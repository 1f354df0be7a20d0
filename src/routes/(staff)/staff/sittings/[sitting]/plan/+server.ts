import { exportPlan } from '$lib/features/exams/index.server';
import { endpoint } from '$lib/server/http';

const TYPES = {
	pdf: 'application/pdf',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
};

/** Who sits where in a sitting, or in a room of it. */
export const GET = endpoint(async (ctx, { params, url }) => {
	const sittingId = params['sitting'] ?? '';
	const roomId = url.searchParams.get('room') ?? undefined;
	const format = url.searchParams.get('format') === 'xlsx' ? 'xlsx' : 'pdf';
	const bytes = await exportPlan(ctx, { sittingId, roomId, format });
	const how = format === 'pdf' ? 'inline' : 'attachment';
	return new Response(new Uint8Array(bytes), {
		headers: {
			'content-type': TYPES[format],
			'content-disposition': `${how}; filename="seating-plan.${format}"`,
			'cache-control': 'private, no-store'
		}
	});
});
