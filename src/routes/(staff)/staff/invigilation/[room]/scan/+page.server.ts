import type { RequestEvent } from '@sveltejs/kit';
import { readScanSchema } from '$lib/features/exams';
import { getReadRoom, previewScan, readScan } from '$lib/features/exams/index.server';
import { action, answer, page, uploadedText } from '$lib/server/http';
import { uploadSchema } from '$lib/shared/import';

export const load = page(({ ctx, params }) => getReadRoom(ctx, params['room'] ?? ''));

const from = ({ params }: RequestEvent) => ({ roomId: params['room'] });
/** The file's text, and what it is called. */
const files = async (form: FormData) => {
	const file = form.get('file');
	return { ...(await uploadedText(form)), file: file instanceof File ? file.name.slice(0, 300) : '' };
};

export const actions = {
	preview: answer(uploadSchema.and(readScanSchema.pick({ roomId: true, file: true })), previewScan, {
		...{ from, files }
	}),
	read: action(readScanSchema, readScan, {
		from,
		to: (_result, { roomId }) => `/staff/invigilation/${roomId}`,
		notice: 'staffSheets.scan.done'
	})
};
