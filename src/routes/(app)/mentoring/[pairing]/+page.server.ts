import { cancelSessionSchema, declineAgreementSchema, signAgreementSchema } from '$lib/features/mentoring';
import {
	cancelSession,
	declineAgreement,
	getDevice,
	getPairing,
	signAgreement
} from '$lib/features/mentoring/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	...(await getPairing(ctx, (event as PageServerLoadEvent).params.pairing)),
	device: await getDevice(ctx)
}));

const from = ({ params }: { params: Partial<Record<string, string>> }) => ({ pairingId: params['pairing'] });

export const actions = {
	sign: action(signAgreementSchema, signAgreement, { from, notice: 'mentoring.notice.signed' }),
	decline: action(declineAgreementSchema, declineAgreement, { from, notice: 'mentoring.notice.declined' }),
	cancel: action(cancelSessionSchema, cancelSession, { notice: 'mentoring.notice.plan.cancelled' })
};
