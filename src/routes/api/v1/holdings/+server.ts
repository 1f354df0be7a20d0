import { json } from '@sveltejs/kit';
import { askHoldingSchema } from '$lib/features/certificates';
import { askHolding } from '$lib/features/certificates/index.server';
import { endpoint } from '$lib/server/http';
import { invalid } from '$lib/shared/errors';
import { fieldErrors } from '$lib/shared/form';

/**
 * `?employeeNo=&grade=&on=YYYY-MM-DD&ladder=` with `Authorization: Bearer <token>`: whether the person held a valid certificate
 * of the grade on that day, also as a token signed by the site.
 */
export const GET = endpoint(
	async (ctx, { url, request, getClientAddress }) => {
		const token = /^Bearer (\S{1,200})$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
		const question = askHoldingSchema.safeParse(Object.fromEntries(url.searchParams));
		if (!question.success) throw invalid('app.form', fieldErrors(question.error));
		const said = await askHolding(ctx, question.data, { token, address: getClientAddress() });
		if (said) return json(said, { headers: { 'cache-control': 'no-store' } });
		const error = { code: 'certificates.token.unknown', params: {}, requestId: ctx.requestId };
		return json({ error }, { status: 401, headers: { 'www-authenticate': 'Bearer' } });
	},
	{ open: true }
);
