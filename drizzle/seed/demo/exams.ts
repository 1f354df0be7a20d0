import { asc, eq } from 'drizzle-orm';
import { importContent, reviewItems, submitItems } from '$lib/features/bank/index.server';
import type { Aliases, Question } from '$lib/features/bank';
import { blueprints, itemKeys, items } from '$lib/features/bank/tables.server';
import { reviewChecks } from '$lib/features/exams';
import {
	createSitting,
	getRelease,
	handInAttempt,
	registerForSitting,
	releaseResults,
	reviewResults,
	saveAnswers,
	startAttempt
} from '$lib/features/exams/index.server';
import { attemptItems } from '$lib/features/exams/tables.server';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { rightAnswer, wrongAnswer } from './answers';
import { drawOf } from './names';
import type { Crew, Member } from './people';
import { sittingPlan, type Outcome, type PlannedSitting, type Tier } from './plan';
import type { Story } from './story';

/** What came of a planned sitting: its id, and each candidate's attempt by employee number. */
export interface Sat {
	plan: PlannedSitting;
	id: string;
	opensAt: Date;
	attempts: Map<string, { attemptId: string; outcome: Outcome }>;
}
export type Sittings = Map<string, Sat>;

const grade: Record<Tier, [string, string]> = {
	assistant: ['客户经理助理', 'Assistant Customer Manager'],
	manager: ['客户经理', 'Customer Manager'],
	senior: ['高级客户经理', 'Senior Customer Manager'],
	principal: ['资深客户经理', 'Principal Customer Manager']
};

/** Questions that wait for review; all others are ready. */
const inReview = /-0(19|20)$/;

/** The bank, the sittings of three years with their candidates, and those that are open or announced. */
export function tellExams(story: Story, crew: Crew): Sittings {
	story.scene(story.ago(36, 14), async (at) => {
		const ctx = story.context(crew.author, at);
		await importContent(ctx);
		const drafts = await ctx.db.select({ id: items.id }).from(items);
		await submitItems(ctx, { itemIds: drafts.map(({ id }) => id) });
	});
	story.scene(story.ago(36, 16), async (at) => {
		const ctx = story.context(crew.reviewer, at);
		const drafts = await ctx.db.select({ id: items.id, code: items.code }).from(items);
		await reviewItems(ctx, {
			itemIds: drafts.filter(({ code }) => !inReview.test(code)).map(({ id }) => id),
			to: 'ready'
		});
	});
	const sittings: Sittings = new Map();
	const inYear = new Map<string, number>();
	for (const plan of sittingPlan) {
		const opensAt = story.after(story.ago(plan.ago), 0, 9);
		const sat: Sat = { plan, id: '', opensAt, attempts: new Map() };
		sittings.set(plan.key, sat);
		const year = dateIn(opensAt).slice(0, 4);
		const serial = (inYear.get(plan.tier + year) ?? 0) + 1;
		inYear.set(plan.tier + year, serial);
		const earliest = story.ago(35.7, 9);
		const month = story.after(opensAt, -32, 9);
		const registration = { from: month > earliest ? month : earliest, until: story.after(opensAt, -6, 18) };
		tellSitting(story, crew, sat, {
			...registration,
			closesAt: new Date(opensAt.getTime() + 8 * 3_600_000),
			serial
		});
		if (plan.key === 'm0') continue;
		story.scene(story.after(opensAt, 4, 16), async (at) => {
			const ctx = story.context(crew.officer, at);
			const { hash: seen } = await getRelease(ctx, sat.id);
			await reviewResults(ctx, { sittingId: sat.id, seen, checks: [...reviewChecks] });
		});
		story.scene(story.after(opensAt, 5, 16), (at) =>
			releaseResults(story.context(crew.approver, at), { sittingId: sat.id })
		);
	}
	tellComing(story, crew);
	return sittings;
}

interface Window {
	from: Date;
	until: Date;
	closesAt: Date;
	serial: number;
}

function tellSitting(story: Story, crew: Crew, sat: Sat, window: Window): void {
	const { plan, opensAt } = sat;
	const [zh, en] = grade[plan.tier];
	const year = dateIn(opensAt).slice(0, 4);
	const announced = new Date(Math.max(window.from.getTime() - 5 * 86_400_000, story.ago(35.9).getTime()));
	story.scene(announced, async (at) => {
		const ctx = story.context(crew.officer, at);
		const code = `${plan.tier}-2026`;
		const [blueprint] = await ctx.db.select().from(blueprints).where(eq(blueprints.code, code));
		const { minutes, passPercent } = blueprint!.content as { minutes: number; passPercent: number };
		const made = await createSitting(ctx, {
			titleZh: `${zh}资格考试 · ${year} 年第 ${window.serial} 期`,
			titleEn: `${en} qualification exam, ${year} no. ${window.serial}`,
			ladder: 'bank',
			tier: plan.tier,
			blueprintId: blueprint!.id,
			registrationOpensAt: window.from,
			registrationClosesAt: window.until,
			opensAt,
			closesAt: window.closesAt,
			minutes,
			passPercent,
			appealDays: 30
		});
		sat.id = made.id;
	});
	for (const member of crew.members) {
		const planned = member.plan.exams.find((exam) => exam.sitting === plan.key);
		if (planned) tellCandidate(story, sat, member, planned.outcome, window);
	}
}

function tellCandidate(
	story: Story,
	sat: Sat,
	{ plan, actor }: Member,
	outcome: Outcome,
	window: Window
): void {
	const seat = Number(plan.employeeNo.slice(2));
	const registers = story.after(window.from, 1 + (seat % 5), 9 + (seat % 8), seat % 60);
	story.scene(registers, (at) => registerForSitting(story.context(actor, at), { sittingId: sat.id }));
	if (outcome === 'registered') return;
	const starts = new Date(sat.opensAt.getTime() + (2 + (seat % 6)) * 60_000);
	story.scene(starts, async (at) => {
		const ctx = story.context(actor, at);
		const { attemptId } = await startAttempt(ctx, { sittingId: sat.id });
		sat.attempts.set(plan.employeeNo, { attemptId, outcome });
	});
	const share = outcome === 'failed' ? 0.3 + (seat % 5) * 0.05 : 0.74 + (seat % 9) * 0.03;
	story.scene(new Date(starts.getTime() + (14 + (seat % 6)) * 60_000), (at) =>
		answer(story.context(actor, at), sat.attempts.get(plan.employeeNo)!.attemptId, share, drawOf(seat))
	);
	story.scene(new Date(starts.getTime() + (22 + (seat % 6)) * 60_000), (at) =>
		handInAttempt(story.context(actor, at), {
			attemptId: sat.attempts.get(plan.employeeNo)!.attemptId,
			unanswered: 0
		})
	);
}

/** Answers every question, for a share of the marks rightly. */
async function answer(ctx: Context, attemptId: string, share: number, random: () => number): Promise<void> {
	const paper = await ctx.db
		.select({
			position: attemptItems.position,
			marks: attemptItems.marks,
			question: itemKeys.question,
			aliases: itemKeys.aliases
		})
		.from(attemptItems)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
		.where(eq(attemptItems.attemptId, attemptId))
		.orderBy(asc(attemptItems.position));
	let open = share * paper.reduce((sum, { marks }) => sum + marks, 0);
	const right = new Set<number>();
	for (const { position, marks } of paper
		.map((one) => ({ ...one, by: random() }))
		.sort((a, b) => a.by - b.by)) {
		if (open <= 0) break;
		open -= marks;
		right.add(position);
	}
	const answers = paper.map(({ position, question, aliases }) => {
		const answer = right.has(position) ? rightAnswer : wrongAnswer;
		const given = answer(question as Question, aliases as Aliases);
		return { position, seq: 1, given, flagged: false };
	});
	await saveAnswers(ctx, { attemptId, answers });
}

/** One sitting that anybody registered may sit today, one to register for, one that is announced. */
function tellComing(story: Story, crew: Crew): void {
	const coming = (
		key: string,
		tier: Tier,
		opensAt: Date,
		window: Omit<Window, 'serial'> & { serial?: number }
	) =>
		tellSitting(
			story,
			crew,
			{ plan: { key, tier, ago: 0 }, id: '', opensAt, attempts: new Map() },
			{ serial: 3, ...window }
		);
	const day = (days: number, hour = 9) => story.ago(-days / (365.25 / 12), hour);
	coming('open', 'senior', day(-2), { from: day(-24), until: day(20, 18), closesAt: day(21, 18) });
	coming('next-manager', 'manager', day(35), { from: day(-6), until: day(28, 18), closesAt: day(35, 17) });
	coming('next-principal', 'principal', day(62), {
		from: day(12),
		until: day(50, 18),
		closesAt: day(62, 17),
		serial: 2
	});
}
