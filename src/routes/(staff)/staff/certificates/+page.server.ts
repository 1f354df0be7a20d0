import { certificateFilterSchema } from '$lib/features/certificates';
import { listCertificates, passedWithoutCertificate } from '$lib/features/certificates/index.server';
import { listUnits } from '$lib/features/people/index.server';
import { mayAnywhere } from '$lib/access/can';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const filter = certificateFilterSchema.parse(Object.fromEntries(url.searchParams));
	const mayIssue = mayAnywhere(ctx.actor, 'certificates.certificate.issue');
	return {
		filter,
		list: await listCertificates(ctx, filter),
		units: await listUnits(ctx, { where: 'certificates.certificate.read' }),
		waiting: mayIssue ? (await passedWithoutCertificate(ctx)).length : null
	};
});
