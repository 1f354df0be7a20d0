import { answerPracticeSchema, finishPracticeSchema, startPracticeSchema } from '$lib/features/bank';
import { answerPractice, finishPractice, getPractice, startPractice } from '$lib/features/bank/index.server';
import { listModules } from '$lib/features/training/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event, url }) => {
	const position = Number(url.searchParams.get('n'));
	const practice = await getPractice(ctx, (event as PageServerLoadEvent).params.set, position || null);
	const { question, summary } = practice;
	const named = new Set(
		[question, ...(summary?.questions ?? [])].map((one) => (one?.state === 'right' ? null : one?.module))
	);
	const isNamed = ({ code }: { code: string }) => named.has(code);
	const modules = [...named].some(Boolean) ? (await listModules(ctx)).filter(isNamed) : [];
	return { practice, modules: modules.map(({ code, title }) => ({ code, title })) };
});

const setOf = ({ params }: { params: Partial<Record<string, string>> }) => ({ setId: params['set'] });

export const actions = {
	answer: action(answerPracticeSchema, answerPractice, {
		from: setOf,
		to: ({ setId, position }) => `/practice/${setId}?n=${position}`
	}),
	finish: action(finishPracticeSchema, finishPractice, {
		from: setOf,
		to: ({ setId }) => `/practice/${setId}`,
		notice: 'practice.set.finished'
	}),
	again: action(startPracticeSchema, startPractice, {
		from: ({ params }) => ({ again: params['set'] }),
		to: ({ setId }) => `/practice/${setId}`
	})
};
