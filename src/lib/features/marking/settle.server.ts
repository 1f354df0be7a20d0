import { and, eq, isNull } from 'drizzle-orm';
import type { AuditEntry } from '$lib/features/audit/index.server';
import { paperToMark, setQuestionMarks, wouldPass, type DecidedMark } from '$lib/features/exams/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { enqueue } from '$lib/server/jobs/events';
import { dateIn } from '$lib/shared/dates';
import { attempts } from '../exams/tables.server';
import { AGREEMENT_RULE, decideAgreement, type Agreement, type MarkedAnswer } from './agreement';
import { titleOf, type PlanRow, type SittingRow } from './plan.server';
import { markingAnswers, markingMarks, markingOutcomes, markingTasks } from './tables.server';
import { askThird } from './third.server';

type Answer = typeof markingAnswers.$inferSelect;

/**
 * Decides what the answers of some scripts earn as far as their marks are in: by agreement, or by asking a third person. What
 * stands is told to exams, which marks the papers. Returns what the record has to say, for the caller to write last.
 */
export async function settleScripts(
	tx: Database,
	ctx: Context,
	about: { sitting: SittingRow; plan: PlanRow },
	attemptIds: readonly string[]
): Promise<AuditEntry[]> {
	const entries: AuditEntry[] = [];
	const decided: string[] = [];
	for (const attemptId of [...new Set(attemptIds)].sort()) {
		const made = await settleScript(tx, ctx, about, attemptId);
		entries.push(...made);
		if (made.length) decided.push(attemptId);
	}
	if (decided.length) await enqueue(tx, ctx, 'exams.attempt.mark', { attemptIds: decided });
	return entries;
}

async function settleScript(
	tx: Database,
	ctx: Context,
	{ sitting, plan }: { sitting: SittingRow; plan: PlanRow },
	attemptId: string
): Promise<AuditEntry[]> {
	// Two who hand in at the same moment would each miss what the other says.
	const answers = await tx
		.select()
		.from(markingAnswers)
		.where(eq(markingAnswers.attemptId, attemptId))
		.orderBy(markingAnswers.id)
		.for('no key update');
	const marked = await marksOf(tx, attemptId, answers);
	const agreed = await agree(tx, attemptId, answers, marked, { sitting, plan });
	const known = await tx
		.selectDistinct({ answerId: markingOutcomes.answerId })
		.from(markingOutcomes)
		.innerJoin(markingAnswers, eq(markingAnswers.id, markingOutcomes.answerId))
		.where(eq(markingAnswers.attemptId, attemptId));
	const [candidate] = await tx.select().from(attempts).where(eq(attempts.id, attemptId));
	const entries: AuditEntry[] = [];
	const standing: DecidedMark[] = [];
	for (const answer of answers) {
		if (known.some(({ answerId }) => answerId === answer.id)) continue;
		const verdict = agreed.get(answer.id)!;
		if (verdict.kind === 'wait') continue;
		if (verdict.kind === 'third') {
			await askThird(tx, ctx, sitting, answer);
			continue;
		}
		const marks = marked.find(({ id }) => id === answer.id)!;
		const { kind, hundredths } = verdict;
		const basis = { rule: AGREEMENT_RULE, apartPercent: plan.apartPercent, ...onlyMarks(marks) };
		await tx.insert(markingOutcomes).values({
			...{ answerId: answer.id, version: 1, kind, hundredths, basis },
			...{ decidedBy: null, reason: '', decidedAt: ctx.now }
		});
		// What a moderator looks at counts once they have.
		if (answer.sampled) await tellModerator(tx, ctx, sitting, plan);
		else standing.push({ attemptId, position: answer.position, earnedHundredths: hundredths });
		entries.push({
			action: 'marking.answer.decide',
			subject: { type: 'answer', id: answer.id },
			personId: candidate!.personId,
			after: { attemptId, position: answer.position, kind, hundredths, ...basis }
		});
	}
	await setQuestionMarks(tx, ctx.now, standing);
	return entries;
}

/** Answers of the sample wait: told to whom the plan names, once a day however many there are. */
async function tellModerator(tx: Database, ctx: Context, sitting: SittingRow, { moderatorId }: PlanRow) {
	if (!moderatorId) return;
	await notify(tx, ctx, {
		...{ personId: moderatorId, kind: 'marking.sample', params: { exam: titleOf(sitting) } },
		...{ href: '/staff/marking', cause: `marking.sample:${sitting.id}:${dateIn(ctx.now)}` }
	});
}

const onlyMarks = ({ first, second, third }: MarkedAnswer) => ({ marks: [first, second, third] });

/** The marks that are in, by answer and turn. */
async function marksOf(tx: Database, attemptId: string, answers: readonly Answer[]): Promise<MarkedAnswer[]> {
	const rows = await tx
		.select({ answerId: markingTasks.answerId, turn: markingTasks.turn, hundredths: markingMarks.hundredths })
		.from(markingTasks)
		.innerJoin(markingMarks, eq(markingMarks.taskId, markingTasks.id))
		.innerJoin(markingAnswers, eq(markingAnswers.id, markingTasks.answerId))
		.where(and(eq(markingAnswers.attemptId, attemptId), isNull(markingTasks.withdrawnAt)));
	return answers.map(({ id, marks }) => {
		const at = (turn: string) =>
			rows.find((row) => row.answerId === id && row.turn === turn)?.hundredths ?? null;
		return { id, marks, first: at('first'), second: at('second'), third: at('third') };
	});
}

async function agree(
	tx: Database,
	attemptId: string,
	answers: readonly Answer[],
	marked: readonly MarkedAnswer[],
	{ sitting, plan }: { sitting: SittingRow; plan: PlanRow }
): Promise<Map<string, Agreement>> {
	const double = sitting.reading === 'double';
	const complete = double && marked.every(({ first, second }) => first !== null && second !== null);
	const paper = complete ? await paperToMark(tx, attemptId) : null;
	/** Whether the candidate would pass with the marks of the one, and of the other. */
	const passes = (turn: 'first' | 'second') =>
		paper && wouldPass(paper, new Map(answers.map(({ position }, i) => [position, marked[i]![turn]!])));
	const [one, other] = [passes('first'), passes('second')];
	const sides = one === null || other === null ? null : ([one, other] as const);
	return decideAgreement(marked, { double, apartPercent: plan.apartPercent, sides });
}
