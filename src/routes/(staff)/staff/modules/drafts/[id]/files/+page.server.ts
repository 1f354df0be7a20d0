import { addFileSchema, removeFileSchema } from '$lib/features/training';
import { addDraftFile, getDraftFiles, removeDraftFile } from '$lib/features/training/index.server';
import { action, page, uploadedFile } from '$lib/server/http';

export const load = page(({ ctx, params }) => getDraftFiles(ctx, params['id'] ?? ''));

const from = ({ params }: { params: Partial<Record<string, string>> }) => ({ draftId: params['id'] });
export const actions = {
	upload: action(addFileSchema, addDraftFile, {
		...{ from, files: (form) => uploadedFile(form), notice: 'staffAuthoring.files.added' }
	}),
	remove: action(removeFileSchema, removeDraftFile, { from, notice: 'staffAuthoring.files.removed' })
};
