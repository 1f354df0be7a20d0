import { can } from '$lib/access/can';
import { reviewPaper } from '$lib/features/exams/index.server';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { eq } from 'drizzle-orm';
import { people } from '../../people/tables.server';
import { mayKnowWhose, mayReadAppeal } from '../appeal-access';
import { listOf, loadAppeal } from '../appeal-load.server';
import { dueOf } from '../appeal-rules';
import { personOf } from '../load.server';
import { appealStateOf } from '../states';

/** An appeal with what it is about, for whoever decides on it or looks on. Names only for those who may know them. */
export async function getAppeal(ctx: Context, appealId: string) {
	const loaded = await loadAppeal(ctx.db, appealId);
	const { appeal, attempt, sitting, state, subject, candidate, mark } = loaded;
	if (attempt.personId === personOf(ctx) || !mayReadAppeal(ctx.actor, loaded)) throw notFound();
	const knows = mayKnowWhose(ctx.actor, loaded);
	const verdict = can(ctx.actor, 'regrading.appeal.decide', subject);
	const earlier = (await listOf(ctx.db, attempt.id)).filter(({ id }) => id !== appeal.id);
	const paper = appeal.position === null ? null : await reviewPaper(ctx.db, attempt, loaded.marks);
	const [decider] = appeal.decidedBy
		? await ctx.db.select({ name: people.name }).from(people).where(eq(people.id, appeal.decidedBy))
		: [];
	const { 'zh-CN': unitZh, en: unitEn } = { 'zh-CN': candidate.zh, en: candidate.en };
	return {
		...{ id: appeal.id, state, position: appeal.position, reason: appeal.reason },
		madeAt: appeal.madeAt.toISOString(),
		due: dueOf(sitting, appeal.madeAt),
		exam: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
		sittingId: sitting.id,
		candidate: knows
			? { name: candidate.name, employeeNo: candidate.employeeNo, unit: { 'zh-CN': unitZh, en: unitEn } }
			: null,
		/** Of the whole result, for whoever may open it. */
		result: knows ? { attemptId: attempt.id, tenths: loaded.tenths, passed: loaded.passed } : null,
		question: paper?.questions.find(({ position }) => position === appeal.position) ?? null,
		/** The answer was read by people: another marker's mark is asked. */
		read: mark?.read === true,
		decided: appeal.decidedAt && {
			...{ decision: appeal.decision ?? '', by: knows ? (decider?.name ?? null) : null },
			at: appeal.decidedAt.toISOString(),
			...{ earnedBefore: appeal.earnedBefore, earnedAfter: appeal.earnedAfter, regradeId: appeal.regradeId }
		},
		/** Others of the same candidate in this sitting. */
		others: knows
			? earlier.map((one) => ({ id: one.id, position: one.position, state: appealStateOf(one) }))
			: [],
		may: { decide: state === 'open' && verdict.ok, regrade: can(ctx.actor, 'regrading.regrade.read').ok },
		/** Why somebody who decides on others does not decide on this one. */
		obstacle:
			state === 'open' && !verdict.ok && verdict.code.startsWith('access.separation') ? verdict.code : null
	};
}
export type AppealPage = Awaited<ReturnType<typeof getAppeal>>;
