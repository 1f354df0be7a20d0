import { certificateFilterSchema } from '$lib/features/certificates';
import {
	awaitingInShort,
	listAtStake,
	listCertificates,
	listKindNames,
	requestsAwaiting
} from '$lib/features/certificates/index.server';
import { listUnits } from '$lib/features/people/index.server';
import { can, mayAnywhere } from '$lib/access/can';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = certificateFilterSchema.parse(Object.fromEntries(url.searchParams));
	const mayRevoke = mayAnywhere(ctx.actor, 'certificates.certificate.revoke');
	const mayIssue = mayAnywhere(ctx.actor, 'certificates.certificate.issue');
	const mayApprove = mayAnywhere(ctx.actor, 'certificates.certificate.approve');
	return {
		filter,
		list: await listCertificates(ctx, filter),
		kinds: await listKindNames(ctx),
		units: await listUnits(ctx, { where: 'certificates.certificate.read' }),
		waiting: mayIssue ? (await awaitingInShort(ctx, 0)).count : null,
		requests: mayApprove ? (await requestsAwaiting(ctx)).length : null,
		mayManageKinds: can(ctx.actor, 'certificates.kind.manage').ok,
		mayDesign: mayAnywhere(ctx.actor, 'certificates.template.publish'),
		atStake: mayRevoke ? (await listAtStake(ctx)).length : 0
	};
});
