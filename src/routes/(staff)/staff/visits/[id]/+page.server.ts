import {
	acceptReportSchema,
	approveVisitSchema,
	closeVisitSchema,
	returnReportSchema
} from '$lib/features/visits';
import {
	acceptReport,
	approveVisit,
	cancelVisit,
	getVisit,
	refuseVisit,
	returnReport
} from '$lib/features/visits/index.server';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, event }) => getVisit(ctx, event.params['id'] ?? ''));

const from = ({ params }: { params: Partial<Record<string, string>> }) => ({ visitId: params['id'] });

export const actions = {
	approve: action(approveVisitSchema, approveVisit, { from, notice: 'staffVisits.notice.approved' }),
	refuse: action(closeVisitSchema, refuseVisit, { from, notice: 'staffVisits.notice.refused' }),
	cancel: action(closeVisitSchema, cancelVisit, { from, notice: 'staffVisits.notice.cancelled' }),
	accept: action(acceptReportSchema, acceptReport, { notice: 'staffVisits.notice.accepted' }),
	return: action(returnReportSchema, returnReport, { notice: 'staffVisits.notice.returned' })
};
