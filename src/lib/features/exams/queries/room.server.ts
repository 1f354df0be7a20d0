import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { closeAttempt } from '../commands/close-attempt.server';
import { CLOSING_MS, isOverdue } from '../rules';
import { attemptItems, attempts, registrations, sittings } from '../tables.server';
import { people } from '../../people/tables.server';
import type { AnswerState, Paper } from '../types';
import { listNewestAnswers } from './newest-answers.server';
import { listPaper } from './paper.server';

interface Heading {
	attemptId: string;
	sittingId: string;
	exam: LocalText;
	candidate: string;
	ticket: string;
}

/** What the exam room shows: the paper, the moments in which the server collects it, or that it is in. */
export type Room = Heading &
	(
		| (Paper & {
				state: 'open';
				answers: AnswerState[];
				savedAt: string | null;
				msLeft: number;
		  })
		| { state: 'ending'; msToClose: number }
		| {
				state: 'handedIn';
				by: 'candidate' | 'server';
				handedInAt: string;
				answered: number;
				/** [position, seq] of the newest answers that the server has: what a device holds beyond is lost. */
				arrived: [number, number][];
				total: number;
				released: boolean;
		  }
	);

/** The exam room of one's own attempt. An attempt whose end has passed is handed in before it is shown. */
export async function getRoom(ctx: Context, attemptId: string): Promise<Room> {
	if (!isId(attemptId)) throw notFound();
	const found = await load(ctx, attemptId);
	const { attempt } = found;
	if (!attempt.handedInAt && isOverdue(attempt.endsAt, ctx.now)) {
		await closeAttempt(ctx, { attemptId });
		return getRoom(ctx, attemptId);
	}
	const heading: Heading = {
		attemptId,
		sittingId: attempt.sittingId,
		exam: { 'zh-CN': found.titleZh, en: found.titleEn },
		candidate: found.candidate,
		ticket: found.ticket
	};
	const msLeft = attempt.endsAt.getTime() - ctx.now.getTime();
	if (!attempt.handedInAt && msLeft < 0) {
		return { ...heading, state: 'ending', msToClose: msLeft + CLOSING_MS + 1 };
	}
	const answers = await listNewestAnswers(ctx.db, attemptId);
	if (attempt.handedInAt) {
		return {
			...heading,
			state: 'handedIn',
			by: attempt.handedInBy ?? 'server',
			handedInAt: attempt.handedInAt.toISOString(),
			answered: answers.filter(({ given }) => given !== null).length,
			arrived: answers.map(({ position, seq }) => [position, seq]),
			total: await ctx.db.$count(attemptItems, eq(attemptItems.attemptId, attemptId)),
			released: found.releasedAt !== null
		};
	}
	const savedAt = Math.max(...answers.map((answer) => answer.savedAt.getTime()));
	return {
		...heading,
		state: 'open',
		...(await listPaper(ctx.db, attemptId)),
		answers: answers.map(({ savedAt: _savedAt, ...answer }) => answer),
		savedAt: answers.length ? new Date(savedAt).toISOString() : null,
		msLeft
	};
}

async function load(ctx: Context, attemptId: string) {
	const [found] = await ctx.db
		.select({
			attempt: attempts,
			titleZh: sittings.titleZh,
			titleEn: sittings.titleEn,
			releasedAt: sittings.releasedAt,
			ticket: registrations.ticket,
			candidate: people.name
		})
		.from(attempts)
		.innerJoin(sittings, eq(sittings.id, attempts.sittingId))
		.innerJoin(people, eq(people.id, attempts.personId))
		.innerJoin(
			registrations,
			and(eq(registrations.sittingId, attempts.sittingId), eq(registrations.personId, attempts.personId))
		)
		.where(eq(attempts.id, attemptId));
	if (!found) throw notFound();
	authorize(ctx.actor, 'exams.attempt.take', { personId: found.attempt.personId });
	return found;
}
