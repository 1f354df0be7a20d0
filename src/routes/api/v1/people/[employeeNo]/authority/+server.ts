import { json } from '@sveltejs/kit';
import { askAuthority, authorityQuestion } from '$lib/features/tiers/index.server';
import { endpoint } from '$lib/server/http';
import { invalid } from '$lib/shared/errors';
import { fieldErrors } from '$lib/shared/form';
import type { RequestEvent } from './$types';

/** `?do=<authority>&amount=&on=YYYY-MM-DD&ladder=`: whether the person may do it, with the reason. */
export const GET = endpoint(async (ctx, event: RequestEvent) => {
	const question = authorityQuestion.safeParse(Object.fromEntries(event.url.searchParams));
	if (!question.success) throw invalid('app.form', fieldErrors(question.error));
	return json(await askAuthority(ctx, event.params.employeeNo, question.data));
});
