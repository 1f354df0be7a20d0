import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { languages } from '$lib/server/import';
import { csvOf } from '$lib/server/sheets';
import { conflict } from '$lib/shared/errors';
import { loadAnswers } from '../answers.server';
import { allocationSheet } from '../file.server';
import { readPlan } from '../plan.server';

/**
 * The answers of a sitting as a file to write markers into: codes, questions and lengths, without who wrote them. The first
 * columns are those that the same file comes back with.
 */
export async function answerSheet(ctx: Context, sittingId: string): Promise<Uint8Array> {
	const { plan } = await readPlan(ctx, sittingId);
	authorize(ctx.actor, 'marking.plan.manage');
	if (!plan?.collectedAt) throw conflict('marking.allocate.early');
	const i18n = (await languages())[ctx.locale];
	const answers = await loadAnswers(ctx.db, sittingId);
	return csvOf({
		name: 'answers',
		head: [
			...allocationSheet.columns.map(({ label }) => i18n.t(label as never)),
			i18n.t('marking.file.characters')
		],
		rows: answers
			.map(({ question, code, characters }) => ['', question, code, characters] as const)
			.sort((a, b) => (`${a[1]} ${a[2]}` < `${b[1]} ${b[2]}` ? -1 : 1))
			.map((row) => [...row])
	});
}
