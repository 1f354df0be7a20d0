import { submitReportSchema, withdrawVisitSchema } from '$lib/features/visits';
import { getMyVisit, submitReport, withdrawVisit } from '$lib/features/visits/index.server';
import { action, page, sentFiles } from '$lib/server/http';

export const load = page(({ ctx, event }) => getMyVisit(ctx, event.params['id'] ?? ''));

const from = ({ params }: { params: Partial<Record<string, string>> }) => ({ visitId: params['id'] });

export const actions = {
	report: action(submitReportSchema, submitReport, {
		from,
		files: async (form) => ({ file: await sentFiles(form) }),
		notice: 'visits.notice.reported'
	}),
	withdraw: action(withdrawVisitSchema, withdrawVisit, { from, notice: 'visits.notice.withdrawn' })
};
